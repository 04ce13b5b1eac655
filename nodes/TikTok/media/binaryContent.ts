import { photoTypeOf } from '../../shared/photoType';
import type { Content } from './content';
import type { ContentName } from './contentNames';
import { ebmlContent } from './ebmlContent';
import { soundOfFrames } from './soundFrames';

/**
 * Bytes at fixed places, in Latin-1; all of them must be there. Those that browsers know: https://mimesniff.spec.whatwg.org/,
 * the others: https://www.loc.gov/preservation/digital/formats/
 */
const signatures: Array<[name: ContentName, ...places: Array<[at: number, bytes: string]>]> = [
	['png', [0, '\x89PNG\r\n\x1a\n']],
	['gif', [0, 'GIF87a']],
	['gif', [0, 'GIF89a']],
	['tiff', [0, 'II*\0']],
	['tiff', [0, 'MM\0*']],
	['jpegXl', [0, '\0\0\0\x0cJXL \r\n\x87\n']],
	['jpeg2000', [0, '\0\0\0\x0cjP  \r\n\x87\n']],
	['photoshop', [0, '8BPS\0']],
	['avi', [0, 'RIFF'], [8, 'AVI']],
	['flv', [0, 'FLV\x01']],
	['asf', [0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11']],
	['ogg', [0, 'OggS\0']],
	['realMedia', [0, '.RMF\0']],
	['mxf', [0, '\x06\x0e\x2b\x34\x02\x05\x01\x01']],
	['ivf', [0, 'DKIF\0\0']],
	['rawVideo', [0, 'YUV4MPEG2 ']],
	['mp3', [0, 'ID3\x02']],
	['mp3', [0, 'ID3\x03']],
	['mp3', [0, 'ID3\x04']],
	['wav', [0, 'RIFF'], [8, 'WAVE']],
	['wav', [0, 'RF64'], [8, 'WAVE']],
	['flac', [0, 'fLaC\0']],
	['aiff', [0, 'FORM'], [8, 'AIFF']],
	['aiff', [0, 'FORM'], [8, 'AIFC']],
	['amr', [0, '#!AMR']],
	['midi', [0, 'MThd\0\0\0\x06']],
	['zip', [0, 'PK\x03\x04']],
	['zip', [0, 'PK\x05\x06']],
	['gzip', [0, '\x1f\x8b\x08']],
	['bzip2', [0, 'BZh'], [4, '1AY&SY']],
	['xz', [0, '\xfd7zXZ\0']],
	['zstd', [0, '\x28\xb5\x2f\xfd']],
	['rar', [0, 'Rar!\x1a\x07']],
	['sevenZip', [0, '7z\xbc\xaf\x27\x1c']],
	['tar', [257, 'ustar']],
	['pdf', [0, '%PDF-']],
	['office', [0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']],
	['rtf', [0, '{\\rtf']],
];

/** Whatever is known by fixed bytes or by a repeated mark; not the ISO family, and no text. */
export function binaryContent(beginning: Buffer): Content | undefined {
	const photo = photoTypeOf(beginning);
	if (photo) return { kind: 'photo', type: photo };
	const signature = signatures.find(([, ...places]) =>
		places.every(([at, bytes]) => has(beginning, at, bytes)),
	)?.[0];
	const name =
		(signature === 'zip' ? zipName(beginning) : signature) ??
		bitmapName(beginning) ??
		mpegName(beginning) ??
		soundOfFrames(beginning);
	return name ? { kind: 'other', name } : ebmlContent(beginning);
}

function has(bytes: Buffer, at: number, expected: string): boolean {
	return bytes.toString('latin1', at, at + expected.length) === expected;
}

/** Office documents of today are archives, known by their first entry. */
function zipName(beginning: Buffer): ContentName {
	const entry = beginning.toString('latin1', 30, 60);
	return /^(\[Content_Types\]|_rels\/|docProps\/|mimetype)/.test(entry) ? 'office' : 'zip';
}

/** “BM” alone is short: the two reserved numbers are 0, and the header behind has one of the known sizes. */
function bitmapName(beginning: Buffer): ContentName | undefined {
	if (!has(beginning, 0, 'BM') || beginning.length < 18) return undefined;
	const isBitmap =
		beginning.readUInt32LE(6) === 0 &&
		[12, 40, 52, 56, 64, 108, 124].includes(beginning.readUInt32LE(14));
	return isBitmap ? 'bmp' : undefined;
}

/** MPEG streams: ISO/IEC 13818-1 (transport, program), 13818-2, and H.264 and H.265 as bare byte streams (Annex B). */
function mpegName(beginning: Buffer): ContentName | undefined {
	if (isTransportStream(beginning, 0, 188) || isTransportStream(beginning, 4, 192)) return 'mpegTs';
	if (beginning.length < 6) return undefined;
	// The mark bits behind the code: of MPEG-2, then of MPEG-1.
	if (has(beginning, 0, '\0\0\x01\xba')) {
		return (beginning[4] & 0xc4) === 0x44 || (beginning[4] & 0xf1) === 0x21 ? 'mpegPs' : undefined;
	}
	if (has(beginning, 0, '\0\0\x01\xb3')) return 'rawVideo';
	const code = [3, 4].find((length) => has(beginning, 0, '\0\0\0\x01'.slice(4 - length)));
	if (code === undefined) return undefined;
	const [unit, next] = beginning.subarray(code);
	// Parameter sets or a delimiter, with which such a stream begins.
	const isH264 =
		(unit === 0x67 || unit === 0x27) && [66, 77, 88, 100, 110, 122, 244].includes(next);
	const isH265 = (unit === 0x40 || unit === 0x42 || unit === 0x46) && next === 0x01;
	return isH264 || isH265 || (unit === 0x09 && (next & 0x1f) === 0x10) ? 'rawVideo' : undefined;
}

/** A run of packets that each begin with the sync byte. */
function isTransportStream(bytes: Buffer, first: number, packet: number): boolean {
	const packets = Math.floor((bytes.length - first - 1) / packet) + 1;
	return (
		packets >= 4 &&
		Array.from({ length: packets }, (_, n) => bytes[first + n * packet]).every(
			(byte) => byte === 0x47,
		)
	);
}
