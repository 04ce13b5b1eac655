import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
	contentBytes,
	contentOf,
	notAPhoto,
	notAVideo,
	type Content,
} from '../../../nodes/TikTok/media/contentType';
import { contents, nameOf, wayOutOf } from '../../../nodes/TikTok/media/contentNames';
import * as ebml from './ebmlBuilder';
import { box, ftyp, head, longBox, movie, mvhd, trak, u32, u64, zeros } from './isoBuilder';
import { nonVideos } from './nonVideos';

const brands = (major: string, ...others: string[]) =>
	box('ftyp', Buffer.from(major), u32(0), Buffer.from(others.join('')));

describe('Videos', () => {
	test.each<[string, Buffer, string]>([
		['MP4', movie(mvhd(), trak()), 'mp4'],
		['a brand that nobody knows', Buffer.concat([brands('zzzz'), zeros(50)]), 'mp4'],
		['M4V', brands('M4V ', 'mp42'), 'mp4'],
		['3GP', brands('3gp5', 'isom'), 'mp4'],
		['sound by its brand, which may have a picture', brands('M4A ', 'isom'), 'mp4'],
		['DASH in one file', Buffer.concat([brands('dash'), box('sidx'), box('moov')]), 'mp4'],
		['brands of pictures beside those of a video', brands('isom', 'mif1', 'heic'), 'mp4'],
		['a picture’s brand that says it is a video too', brands('heic', 'isom'), 'mp4'],
		[
			'a type of 442 bytes, which looks like MPEG-PS',
			box('ftyp', Buffer.from('isom'), zeros(430)),
			'mp4',
		],
		['a type behind room', Buffer.concat([box('free', zeros(99)), ftyp]), 'mp4'],
		['a type behind a box that nobody knows', Buffer.concat([box('abcd', zeros(9)), ftyp]), 'mp4'],
		['QuickTime', brands('qt  ', 'qt  '), 'quicktime'],
		['no type: index', box('moov', mvhd()), 'quicktime'],
		['no type: media data', head('mdat', 0x61626364), 'quicktime'],
		['no type: media data up to the end', head('mdat', 0), 'quicktime'],
		['no type: media data of 64 bits', longBox('mdat', zeros(80)), 'quicktime'],
		['no type: wide', Buffer.concat([box('wide'), head('mdat', 9_000_000)]), 'quicktime'],
		['no type: free', box('free', zeros(9000)), 'quicktime'],
		['no type: skip', box('skip', zeros(9000)), 'quicktime'],
		['no type: a preview', box('pnot', zeros(12)), 'quicktime'],
		['the beginning of a stream’s part', head('styp', 5000), 'mp4'],
		['WebM', ebml.header(), 'webm'],
		[
			'WebM with room in its header',
			ebml.element(0x1a45dfa3, ebml.element(0xec, zeros(99)), ebml.text(0x4282, 'webm\0\0')),
			'webm',
		],
	])('%s', (_name, bytes, type) => {
		expect(contentOf(bytes)).toEqual({ kind: 'video', type: `video/${type}` });
		expect(notAVideo(contentOf(bytes), 'Video URL')).toBeUndefined();
	});

	test.each<[string, Buffer]>([
		['nothing', zeros(0)],
		['zeros', zeros(5000)],
		['the same byte', Buffer.alloc(1000, 7)],
		[
			'a container that nobody knows',
			Buffer.from('\x01\x02\x03\x04what is this\0\0\xff', 'latin1'),
		],
		['Latin-1, which is no text for sure', Buffer.from('caf\xe9 au lait', 'latin1')],
		[
			'one frame of MP3 and nothing behind',
			Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0]), zeros(900)]),
		],
		['a document type of EBML that nobody knows', ebml.header('other')],
		['EBML that ends early', ebml.header().subarray(0, 9)],
		[
			'three packets, which may be chance',
			Buffer.concat(Array.from({ length: 3 }, () => Buffer.concat([Buffer.from('G'), zeros(187)]))),
		],
	])('left to TikTok: %s', (_name, bytes) => {
		expect(contentOf(bytes)).toEqual({ kind: 'unknown' });
		expect(notAVideo(contentOf(bytes), 'Video URL')).toBeUndefined();
		expect(notAPhoto(contentOf(bytes), 'Photo URLs')).toBeUndefined();
	});
});

describe('Not videos', () => {
	test.each(nonVideos)('%s', (_what, bytes, name) => {
		const content = contentOf(bytes.subarray(0, contentBytes));
		const refusal = notAVideo(content, 'Video URL');
		expect(refusal?.message).toBe(
			`The file of ‘Video URL’ is ${nameOf(name)}, and TikTok takes videos as MP4, MOV and WebM`,
		);
		expect(refusal?.wayOut).toBe(wayOutOf(name, 'video'));
		expect(contentOf(bytes)).toEqual(content);
	});

	test('every content that has a name is met', () => {
		const met = new Set(nonVideos.map(([, , name]) => name));
		const videos = ['mp4', 'mov', 'webm'];
		expect([...met, ...videos].sort()).toEqual(Object.keys(contents).sort());
	});

	test.each<[string, string]>([
		['The free encyclopedia has this page', 'plain text'],
		['The wide and the skip and the meta', 'plain text'],
		['null', 'plain text'],
		['data: {"status":"IN_PROGRESS"}\n\n', 'plain text'],
		['<b>Wait</b>', 'a web page (HTML)'],
		['<Video>1</Video>', 'data (XML)'],
	])('text that looks like more: %s', (text, name) => {
		const content = contentOf(Buffer.from(text));
		expect(content.kind === 'other' && nameOf(content.name)).toBe(name);
	});
});

test('photos: JPEG and WebP, and nothing else', () => {
	const jpeg = Buffer.from('ffd8ffe000104a464946', 'hex');
	expect(contentOf(jpeg)).toEqual({ kind: 'photo', type: 'image/jpeg' });
	expect(notAPhoto(contentOf(jpeg), 'Photo URLs')).toBeUndefined();
	for (const [, bytes, name] of nonVideos) {
		const refusal = notAPhoto(contentOf(bytes), 'Photo URLs', 'Photo 3 of ‘Photo URLs’');
		if (name === 'jpeg' || name === 'webp') expect(refusal).toBeUndefined();
		else
			expect(refusal?.message).toBe(
				`Photo 3 of ‘Photo URLs’ is ${nameOf(name)}, and TikTok takes photos as JPEG and WebP`,
			);
	}
	expect(notAPhoto(contentOf(brands('qt  ')), 'Photo URLs')?.message).toContain('QuickTime');
	expect(notAPhoto(contentOf(ebml.header()), 'Photo URLs')?.wayOut).toContain('resource Video');
});

describe('Any bytes', () => {
	const kinds = new Set<Content['kind']>(['video', 'photo', 'other', 'unknown']);

	test('give an answer', () => {
		const starts = fc.constantFrom(
			zeros(0),
			ftyp,
			ebml.header(),
			...nonVideos.map(([, bytes]) => bytes.subarray(0, 200)),
		);
		const bytes = fc.uint8Array({ maxLength: 700 });
		fc.assert(
			fc.property(starts, fc.nat(200), bytes, (start, length, more) => {
				const content = contentOf(Buffer.concat([start.subarray(0, length), more]));
				expect(kinds.has(content.kind)).toBe(true);
			}),
			{ numRuns: 3000 },
		);
	});

	test('of marks without an end do not take long', () => {
		for (const mark of ['<!--', '<?xml ', '<!DOCTYPE ', '<!-- -->', '<?a?>', ' ', '\xff\xfb\x90\0'])
			contentOf(Buffer.from(mark.repeat(400_000 / mark.length), 'latin1'));
	});

	test('of a video, cut off anywhere, are never something else', () => {
		const videos = [
			movie(mvhd(), trak()),
			Buffer.concat([box('wide'), head('mdat', 1), u64(5000), zeros(300)]),
			Buffer.concat([
				ebml.header(),
				ebml.openElement(ebml.ids.segment, ebml.info(), ebml.tracks(), ebml.cluster()),
			]),
		];
		for (const video of videos) {
			const whole = contentOf(video);
			for (let length = 0; length <= video.length; length++) {
				const content = contentOf(video.subarray(0, length));
				if (content.kind !== 'unknown') expect(content).toEqual(whole);
			}
		}
	});
});
