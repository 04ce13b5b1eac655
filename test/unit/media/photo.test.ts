import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readPhotoHeader } from '../../../nodes/TikTok/media/photoHeader';
import { checkPhoto } from '../../../nodes/TikTok/media/photoLimits';

const hex = (text: string) => Buffer.from(text, 'hex');

/** A segment of a JPEG: its mark, its length, what it holds. */
function segment(mark: number, content: Buffer): Buffer {
	const head = Buffer.from([0xff, mark, 0, 0]);
	head.writeUInt16BE(content.length + 2, 2);
	return Buffer.concat([head, content]);
}

function frame(mark: number, width: number, height: number): Buffer {
	const content = Buffer.alloc(15);
	content[0] = 8;
	content.writeUInt16BE(height, 1);
	content.writeUInt16BE(width, 3);
	return segment(mark, content);
}

const jpeg = (...segments: Buffer[]) => Buffer.concat([hex('ffd8'), ...segments]);

const jfif = segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));

/** A thumbnail of another size inside. */
const exif = segment(
	0xe1,
	Buffer.concat([Buffer.from('Exif\0\0'), jpeg(frame(0xc0, 160, 120)), Buffer.alloc(65_000)]),
);

const icc = segment(0xe2, Buffer.alloc(65_533, 0xff));

function webp(kind: string, content: Buffer): Buffer {
	const bytes = Buffer.alloc(20);
	bytes.write('RIFF', 0, 'latin1');
	bytes.write(`WEBP${kind}`, 8, 'latin1');
	bytes.writeUInt32LE(content.length, 16);
	return Buffer.concat([bytes, content, Buffer.alloc(10)]);
}

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
