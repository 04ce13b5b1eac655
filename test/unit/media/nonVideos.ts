/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { deflateRawSync, gzipSync } from 'node:zlib';

import type { ContentName } from '../../../nodes/TikTok/media/contentNames';
import * as ebml from './ebmlBuilder';
import { box, fragment, ftyp, movie, mvhd, trak, u32, zeros } from './isoBuilder';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const hex = (text: string) => Buffer.from(text, 'hex');
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

const page =
	'<!DOCTYPE html>\n<html lang="de"><head><title>Video – Übersicht</title></head></html>';

const zip = (name: string) => {
	const packed = deflateRawSync(Buffer.from('content'));
	const header = Buffer.alloc(30);
	header.write('PK\x03\x04', 'latin1');
	header.writeUInt16LE(name.length, 26);
	return Buffer.concat([header, latin1(name), packed]);
};

const packets = (lead: number) =>
	Buffer.concat(
		Array.from({ length: 12 }, (_, n) =>
			Buffer.concat([zeros(lead), hex('470011'), Buffer.alloc(185, n)]),
		),
	);

/** Three frames and a little more, as files without a tag begin. */
const frames = (header: string, length: number) =>
	Buffer.concat([
		...Array.from({ length: 4 }, () =>
			Buffer.concat([hex(header), zeros(length - header.length / 2)]),
		),
	]);

const brands = (major: string, ...others: string[]) =>
	Buffer.concat([
		box('ftyp', latin1(major), u32(0), latin1(others.join(''))),
		box('meta', zeros(60)),
	]);

const tar = Buffer.concat([latin1('clip.mp4'), zeros(249), latin1('ustar\x0000'), zeros(400)]);

/** What people send under the label of a video: what it is, its bytes, and the name that the message gives it. */
export const nonVideos: Array<[what: string, bytes: Buffer, name: ContentName]> = [
	['a page', Buffer.from(page), 'webPage'],
	['a page with a byte order mark', Buffer.from(`\ufeff${page}`), 'webPage'],
	['a page in UTF-16', utf16(page), 'webPage'],
	['a page in UTF-16, the other way round', utf16(page).swap16(), 'webPage'],
	['a page in Latin-1', latin1('<html><p>\xdcbersicht'), 'webPage'],
	[
		'a page behind white space and comments',
		Buffer.from(`\r\n\t <!-- a > b -->\n<!-- c -->\n${page}`),
		'webPage',
	],
	[
		'a page behind a long comment',
		Buffer.from(`<!-- ${'licence '.repeat(1000)} -->${page}`),
		'webPage',
	],
	[
		'a page that begins with its head',
		Buffer.from('<head><meta charset="utf-8"></head>'),
		'webPage',
	],
	[
		'a script that loads a page',
		Buffer.from('<script>location.replace("/login")</script>'),
		'webPage',
	],
	[
		'XHTML',
		Buffer.from(
			'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"/>',
		),
		'webPage',
	],
	['JSON', Buffer.from('{"error":{"code":403,"message":"Forbidden"}}'), 'json'],
	['JSON over several lines', Buffer.from('\n[\n  { "url": "https://example.com" }\n]\n'), 'json'],
	[
		'a refusal of a storage service',
		Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>'),
		'xml',
	],
	[
		'XML without its declaration',
		Buffer.from('<ns:Envelope xmlns:ns="urn:x"></ns:Envelope>'),
		'xml',
	],
	['plain text', Buffer.from('Die Datei wurde nicht gefunden – ☹\n'), 'text'],
	['two letters', Buffer.from('OK'), 'text'],
	['text that is cut off in a character', Buffer.from('Nicht gefunden ☹').subarray(0, -1), 'text'],
	['a video as base64', Buffer.from(movie(mvhd(), trak()).toString('base64')), 'base64'],
	['a data URL', Buffer.from(`data:video/mp4;base64,${ftyp.toString('base64')}`), 'base64'],
	['subtitles', Buffer.from('WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n'), 'subtitles'],
	['an HLS playlist', Buffer.from('#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:4,\na.ts\n'), 'hlsPlaylist'],
	['an HLS playlist with a byte order mark', Buffer.from('\ufeff#EXTM3U\n'), 'hlsPlaylist'],
	[
		'a DASH manifest',
		Buffer.from(
			'<?xml version="1.0"?>\n<!-- made by x -->\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>',
		),
		'dashPlaylist',
	],
	[
		'a Smooth Streaming manifest',
		Buffer.from('<SmoothStreamingMedia MajorVersion="2"/>'),
		'playlist',
	],
	['a PLS playlist', Buffer.from('[playlist]\nFile1=https://example.com/a.mp4\n'), 'playlist'],
	[
		'a part of a stream',
		Buffer.concat([
			box('styp', latin1('msdh'), u32(0)),
			box('sidx', zeros(40)),
			fragment({ ticks: [1] }),
		]),
		'segment',
	],
	['a part of a stream without its type', fragment({ ticks: [1, 1] }), 'segment'],
	['JPEG', hex('ffd8ffe000104a46494600010100000100010000'), 'jpeg'],
	['WebP', latin1('RIFF\x24\0\0\0WEBPVP8 '), 'webp'],
	['PNG', hex('89504e470d0a1a0a0000000d49484452'), 'png'],
	['GIF', latin1('GIF89a\x01\0\x01\0'), 'gif'],
	['HEIC', brands('heic', 'mif1', 'heic'), 'heic'],
	['HEIF', brands('mif1', 'heic'), 'heic'],
	['AVIF', brands('avif', 'mif1', 'miaf'), 'avif'],
	['AVIF by a compatible brand', brands('mif1', 'avif', 'miaf'), 'avif'],
	['animated AVIF', brands('avis', 'msf1', 'iso8'), 'avif'],
	['JPEG XL', hex('0000000c4a584c200d0a870a'), 'jpegXl'],
	['JPEG 2000', hex('0000000c6a5020200d0a870a'), 'jpeg2000'],
	['TIFF', hex('49492a0008000000'), 'tiff'],
	['TIFF, the other way round', hex('4d4d002a00000008'), 'tiff'],
	['BMP', Buffer.concat([latin1('BM'), zeros(8), hex('3600000028000000'), zeros(40)]), 'bmp'],
	[
		'SVG',
		Buffer.from(
			'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b"><svg xmlns="http://www.w3.org/2000/svg"/>',
		),
		'svg',
	],
	['Photoshop', latin1('8BPS\0\x01\0\0'), 'photoshop'],
	['a camera’s raw picture', brands('crx ', 'crx ', 'isom').subarray(0, 20), 'cameraRaw'],
	[
		'Matroska',
		Buffer.concat([ebml.header('matroska'), ebml.openElement(ebml.ids.segment)]),
		'matroska',
	],
	['MPEG-TS', packets(0), 'mpegTs'],
	['MPEG-TS with times, as from a camera', packets(4), 'mpegTs'],
	['MPEG-PS', hex('000001ba44000400'), 'mpegPs'],
	['MPEG-PS of MPEG-1', hex('000001ba21000100'), 'mpegPs'],
	['AVI', latin1('RIFF\0\x10\0\0AVI LIST'), 'avi'],
	['FLV', hex('464c5601050000000900000000'), 'flv'],
	['Windows Media', hex('3026b2758e66cf11a6d900aa0062ce6c'), 'asf'],
	['Ogg', latin1('OggS\0\x02\0\0'), 'ogg'],
	['RealMedia', latin1('.RMF\0\0\0\x12'), 'realMedia'],
	['MXF', hex('060e2b34020501010d010201'), 'mxf'],
	['IVF', latin1('DKIF\0\0\x20\0VP80'), 'ivf'],
	['H.264 without a container', hex('000000016742c01fda'), 'rawVideo'],
	['H.264 with delimiters', hex('0000000109f000000001'), 'rawVideo'],
	['H.265 without a container', hex('0000000140010c01ffff'), 'rawVideo'],
	['MPEG-2 without a container', hex('000001b31e0168'), 'rawVideo'],
	[
		'uncompressed pictures',
		Buffer.concat([latin1('YUV4MPEG2 W64 H64 F30:1\nFRAME\n'), zeros(64)]),
		'rawVideo',
	],
	['MP3 with a tag', latin1('ID3\x04\0\0\0\0\x0fvTSSE'), 'mp3'],
	['MP3 without a tag', frames('fffb9000', 417), 'mp3'],
	['MP3 of MPEG-2', frames('fff34000', 104), 'mp3'],
	['AAC', frames('fff15080107ffc', 131), 'aac'],
	['WAV', latin1('RIFF\x24\0\0\0WAVEfmt '), 'wav'],
	['FLAC', latin1('fLaC\0\0\0\x22'), 'flac'],
	['AIFF', latin1('FORM\0\0\0\x22AIFFCOMM'), 'aiff'],
	['AMR', latin1('#!AMR\n\x3c'), 'amr'],
	['MIDI', latin1('MThd\0\0\0\x06\0\x01'), 'midi'],
	['ZIP', zip('clip.mp4'), 'zip'],
	['an empty ZIP', Buffer.concat([latin1('PK\x05\x06'), zeros(18)]), 'zip'],
	['gzip', gzipSync(movie(mvhd(), trak())), 'gzip'],
	['bzip2', latin1('BZh91AY&SY\xab'), 'bzip2'],
	['xz', latin1('\xfd7zXZ\0\0\x04'), 'xz'],
	['Zstandard', hex('28b52ffd2400'), 'zstd'],
	['RAR', latin1('Rar!\x1a\x07\x01\0'), 'rar'],
	['7z', latin1('7z\xbc\xaf\x27\x1c\0\x04'), 'sevenZip'],
	['tar', tar, 'tar'],
	['PDF', latin1('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), 'pdf'],
	['PDF of letters only', latin1('%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\n'), 'pdf'],
	['Word', zip('[Content_Types].xml'), 'office'],
	['LibreOffice', zip('mimetype'), 'office'],
	['Excel of old', hex('d0cf11e0a1b11ae1'), 'office'],
	['RTF', latin1('{\\rtf1\\ansi Hello}'), 'rtf'],
];
