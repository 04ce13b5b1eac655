import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { inspectPhoto } from '../../../nodes/TikTok/media/inspectPhoto';
import { readPhotoHeader } from '../../../nodes/TikTok/media/photoHeader';
import { checkPhoto } from '../../../nodes/TikTok/media/photoLimits';
import { frame, icc, jfif, jpeg, jpegOf, segment, webp, webpOf } from './photoBuilder';

const hex = (text: string) => Buffer.from(text, 'hex');

/** A thumbnail of another size inside. */
const exif = segment(
	0xe1,
	Buffer.concat([Buffer.from('Exif\0\0'), jpeg(frame(0xc0, 160, 120)), Buffer.alloc(65_000)]),
);

/** Width and height less one, in 14 bits each. */
const lossless = hex(
	`2f${Buffer.from(Uint32Array.of(1079 | (1797 << 14)).buffer).toString('hex')}`,
);

const extended = (flags: string) => webp('VP8X', hex(`${flags}000000370400050700`));

const plain = jpeg(jfif, frame(0xc0, 1080, 1798));

describe('readPhotoHeader', () => {
	const marks = [0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];
	const tables = [0xdb, 0xc4, 0xcc].map((mark) => segment(mark, Buffer.alloc(40)));
	test.each<[string, Buffer]>([
		...marks.map((mark): [string, Buffer] => [
			`JPEG with frame header ${mark.toString(16)}`,
			jpeg(jfif, frame(mark, 1080, 1798)),
		]),
		['JPEG with tables before', jpeg(...tables, frame(0xc2, 1080, 1798))],
		['JPEG with much before', jpeg(exif, icc, icc, icc, frame(0xc0, 1080, 1798))],
		[
			'JPEG with fill bytes and marks alone',
			jpeg(hex('ffffff01ffd0ffff'), jfif, frame(0xc0, 1080, 1798)),
		],
		['lossy WebP', webp('VP8 ', hex('d000009d012a38040607'))],
		['lossy WebP, to be scaled', webp('VP8 ', hex('d000009d012a384406c7'))],
		['lossless WebP', webp('VP8L', lossless)],
		['extended WebP', extended('10')],
		['animated WebP', extended('02')],
	])('%s', (_name, bytes) => {
		expect(readPhotoHeader(bytes)).toEqual({ kind: 'known', width: 1080, height: 1798 });
	});

	test.each<[string, Buffer]>([
		['PNG', hex('89504e470d0a1a0a')],
		['JPEG without a frame header', jpeg(jfif, hex('ffda000c'), Buffer.alloc(50))],
		['JPEG that ends at once', jpeg(hex('ffd9'))],
		['JPEG whose height comes later', jpeg(frame(0xc0, 1080, 0))],
		['JPEG with something else between', jpeg(jfif, Buffer.alloc(50))],
		['WebP of a kind that nobody knows', webp('VP9 ', Buffer.alloc(10))],
	])('left to TikTok: %s', (_name, bytes) => {
		expect(readPhotoHeader(bytes)).toEqual({ kind: 'unknown' });
	});

	test('says how many bytes it needs, and with them comes further', () => {
		const bytes = jpeg(exif, icc, icc, frame(0xc2, 1080, 1798));
		const asked: number[] = [];
		let header = readPhotoHeader(bytes.subarray(0, 4096));
		while (header.kind === 'more') {
			asked.push(header.bytes);
			header = readPhotoHeader(bytes.subarray(0, header.bytes));
		}
		expect(header.kind).toBe('known');
		expect(asked).toHaveLength(6);
		expect(asked.at(-1)).toBeLessThan(bytes.length);
		expect(readPhotoHeader(extended('00').subarray(0, 29))).toEqual({ kind: 'more', bytes: 30 });
	});

	test('cut off anywhere: never other pixels, and more is asked for than there is', () => {
		for (const bytes of [plain, extended('00'), jpeg(...tables, frame(0xc2, 1080, 1798))]) {
			for (let length = 0; length <= bytes.length; length++) {
				const header = readPhotoHeader(bytes.subarray(0, length));
				if (header.kind === 'more') expect(header.bytes).toBeGreaterThan(length);
				if (header.kind === 'known') expect(header).toMatchObject({ width: 1080, height: 1798 });
				if (header.kind === 'unknown') expect(length).toBeLessThan(12);
			}
		}
	});

	test('any bytes: an answer', () => {
		const starts = fc.constantFrom(hex('ffd8ff'), plain, extended('00').subarray(0, 16));
		fc.assert(
			fc.property(starts, fc.uint8Array({ maxLength: 300 }), (start, more) => {
				const header = readPhotoHeader(Buffer.concat([start, more]));
				expect(['known', 'more', 'unknown']).toContain(header.kind);
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('checkPhoto', () => {
	const check = (width?: number, height?: number, size?: number) =>
		checkPhoto({ width, height, size }, 'Photo URLs', 'Photo 3 of ‘Photo URLs’');

	test.each([
		[1080, 1920],
		[4000, 1080],
		[1, 1],
		[undefined, undefined],
	])('takes %p × %p pixels', (width, height) => {
		expect(check(width, height, 20_000_000)).toEqual({ kind: 'passed', warnings: [] });
	});

	test('refuses a shorter side of more, by its number', () => {
		for (const [width, height] of [
			[1086, 1448],
			[1448, 1086],
		]) {
			const found = check(width, height);
			expect(found.kind === 'refused' && found.refusal).toMatchObject({
				message: `Photo 3 of ‘Photo URLs’ has ${width} × ${height} pixels, and TikTok takes photos whose shorter side has at most 1080`,
				wayOut: expect.stringContaining('Scale the picture down'),
			});
		}
	});

	test('20 MB: refused by every reading of MB, left to TikTok by one', () => {
		expect(check(1, 1, 20_971_521)).toMatchObject({ kind: 'refused' });
		expect(check(1, 1, 20_000_001)).toEqual({
			kind: 'passed',
			warnings: [
				'By one reading, photo 3 of ‘Photo URLs’ has 20,000,001 bytes, and TikTok takes photos of at most 20 MB. TikTok decides whether that counts.',
			],
		});
	});
});

describe('inspectPhoto', () => {
	const subject = 'Photo 3 of ‘Photo URLs’';
	const inspect = (beginning: Buffer, size?: number) =>
		inspectPhoto({ beginning, size }, 'Photo URLs', subject);
	const passed = { kind: 'passed', warnings: [] };
	const png = hex('89504e470d0a1a0a0000000d49484452');
	const cutOff = jpeg(jfif, icc).subarray(0, 30_000);

	test.each([
		['a JPEG', jpegOf(1080, 1920), undefined, passed],
		['a WebP', webpOf(1080, 1080), 20_000_000, passed],
		[
			'20 MB and a little',
			jpegOf(1080, 1920),
			20_500_000,
			{ kind: 'passed', warnings: [expect.stringContaining('TikTok decides whether that counts')] },
		],
		[
			'an unknown format',
			Buffer.alloc(5_000, 7),
			5_000,
			{ kind: 'unknown', why: 'the format is not known to the node' },
		],
		[
			'pixels that are told later',
			jpeg(jfif, frame(0xc0, 1080, 0), Buffer.alloc(5_000)),
			5_000,
			{ kind: 'unknown', why: 'the header does not tell the size in pixels' },
		],
		[
			'a header of which more would follow',
			cutOff,
			9_000_000,
			{ kind: 'unknown', why: 'the header does not tell the size in pixels' },
		],
		[
			'a header that ends, of a file whose size nobody has told',
			cutOff,
			undefined,
			{ kind: 'unknown', why: 'the header does not tell the size in pixels' },
		],
	])('lets pass, or leaves to TikTok: %s', (_what, beginning, size, inspection) => {
		expect(inspect(beginning, size)).toEqual(inspection);
	});

	test.each([
		['a PNG', png, undefined, 'is a PNG picture, and TikTok takes photos as JPEG and WebP'],
		[
			'1086 × 1448',
			webpOf(1086, 1448),
			undefined,
			'has 1086 × 1448 pixels, and TikTok takes photos whose shorter side has at most 1080',
		],
		[
			'30 MB',
			jpegOf(1080, 1920),
			30_000_000,
			'has 30,000,000 bytes, and TikTok takes photos of at most 20 MB',
		],
		[
			'30 MB of an unknown format',
			Buffer.alloc(5_000, 7),
			30_000_000,
			'has 30,000,000 bytes, and TikTok takes photos of at most 20 MB',
		],
		['nothing', Buffer.alloc(0), 0, 'is empty'],
		[
			'a header that ends with the file',
			cutOff,
			30_000,
			'is cut off: it ends after 30,000 bytes, before the picture begins',
		],
	])('refuses %s', (_what, beginning, size, text) => {
		const { kind, refusal } = inspect(beginning, size) as { kind: string; refusal?: Error };
		expect([kind, refusal?.message]).toEqual(['refused', `${subject} ${text}`]);
	});
});
