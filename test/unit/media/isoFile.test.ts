import { describe, expect, test } from '@jest/globals';

import { checkMedia } from '../../../nodes/TikTok/media/limits';
import {
	box,
	fragment,
	ftyp,
	head,
	longBox,
	movie,
	mvhd,
	trak,
	u32,
	u64,
	upright,
	zeros,
} from './isoBuilder';
import { factsOf, inspectBytes, inspectWithCost } from './recordedReader';

const portrait = {
	container: 'mp4',
	codec: 'h264',
	durationSec: 2,
	width: 1080,
	height: 1920,
	framesPerSecond: 30,
};
const moov = box('moov', mvhd({ ticks: 2000 }), trak());
const mdat = box('mdat', zeros(200));

describe('The order and the sizes of boxes', () => {
	test.each<[string, Buffer[]]>([
		['index in front', [ftyp, moov, mdat]],
		['index at the end', [ftyp, mdat, moov]],
		[
			'64-bit sizes',
			[ftyp, longBox('mdat', zeros(200)), longBox('moov', mvhd({ ticks: 2000 }), trak())],
		],
		['media data up to the end', [ftyp, moov, head('mdat', 0), zeros(99)]],
		['index up to the end', [ftyp, mdat, head('moov', 0), moov.subarray(8)]],
		[
			'room, extensions and unknown boxes between',
			[ftyp, box('free', zeros(9000)), moov, box('uuid', zeros(16)), box('abcd'), mdat],
		],
		['a few bytes too many at the end', [ftyp, mdat, moov, zeros(5)]],
		['zeros at the end', [ftyp, mdat, moov, zeros(5000)]],
		[
			'a second index, which players ignore',
			[ftyp, moov, box('moov', mvhd(), trak({ entry: 'apch' })), mdat],
		],
	])('%s', async (_name, parts) => {
		expect(await factsOf(Buffer.concat(parts))).toEqual(portrait);
	});

	test('old QuickTime begins without its type', async () => {
		const file = Buffer.concat([box('wide'), mdat, moov]);
		expect(await factsOf(file)).toEqual({ ...portrait, container: 'mov' });
	});

	test('QuickTime by its brand', async () => {
		const file = Buffer.concat([box('ftyp', Buffer.from('qt  '), u32(0)), moov, mdat]);
		expect(await factsOf(file)).toMatchObject({ container: 'mov' });
	});

	test('nothing behind the media data is looked at when the index is in front', async () => {
		const front = Buffer.concat([ftyp, moov, head('mdat', 1), u64(3_000_000_000)]);
		const { inspection, cost } = await inspectFar([[0, front]], 4_000_000_000);
		expect(inspection).toEqual({ kind: 'known', facts: portrait });
		expect(cost).toMatchObject({ reads: [{ first: 0, length: 16_384 }], bytes: 16_384 });
	});

	test('4 GB of media data in front cost two reads', async () => {
		const front = Buffer.concat([ftyp, head('mdat', 1), u64(4_200_000_000)]);
		const end = ftyp.length + 4_200_000_000;
		const { inspection, cost } = await inspectFar(
			[
				[0, front],
				[end, moov],
			],
			end + moov.length,
		);
		expect(inspection).toEqual({ kind: 'known', facts: portrait });
		expect(cost.reads.length).toBe(2);
		expect(cost.isInOrder).toBe(true);
	});
});

describe('Tracks', () => {
	const known = async (...tracks: Buffer[]) => await factsOf(movie(mvhd(), ...tracks));

	test('sound first', async () => {
		expect(
			await known(trak({ handler: 'soun', entry: 'mp4a', times: [[50, 1]] }), trak({ id: 2 })),
		).toEqual(portrait);
	});

	test('the picture that is shown, not the thumbnail, the chapter or a track that is off', async () => {
		const thumbnail = trak({ entry: 'jpeg', width: 160, height: 120, times: [[1, 60]] });
		const off = trak({ flags: 0, entry: 'apch', times: [[120, 1]], ticks: 60 });
		expect(await known(thumbnail, off, trak())).toEqual(portrait);
	});

	test('a quarter turn in the track’s or the movie’s matrix, or a half one in both together', async () => {
		const quarter = [0, 65_536, 0, -65_536, 0, 0, 0, 0, 0x40000000];
		const turned = { width: 1920, height: 1080 };
		expect(await factsOf(movie(mvhd(), trak({ matrix: quarter })))).toMatchObject(turned);
		expect(await factsOf(movie(mvhd({ matrix: quarter }), trak()))).toMatchObject(turned);
		expect(
			await factsOf(movie(mvhd({ matrix: quarter }), trak({ matrix: quarter }))),
		).toMatchObject({ width: 1080, height: 1920 });
		expect(await factsOf(movie(mvhd(), trak({ matrix: upright.map(() => 0) })))).toMatchObject({
			width: 1080,
			height: 1920,
		});
	});

	test('stretched pixels: both sizes', async () => {
		expect(await known(trak({ width: 352, height: 480, shownWidth: 704 }))).toMatchObject({
			width: 352,
			displayWidth: 704,
			displayHeight: 480,
		});
	});

	test.each([
		['hev1', 'hevc'],
		['hvc1', 'hevc'],
		['dvh1', 'hevc'],
		['avc3', 'h264'],
		['vp09', 'vp9'],
		['vp08', 'vp8'],
		['av01', 'av1'],
		['ap4h', 'prores'],
		['encv', undefined],
		['zzzz', undefined],
		['mp4v', undefined],
	])('sample entry %s: %s', async (entry, codec) => {
		expect((await known(trak({ entry }))).codec).toBe(codec);
	});

	test.each([
		[0x20, 'mpeg4'],
		[0x21, 'h264'],
		[0x61, 'mpeg2video'],
		[0xff, undefined],
	])('MPEG-4 object type %i: %s', async (objectType, codec) => {
		for (const length of [[0x16], [0x80, 0x80, 0x80, 0x16]]) {
			const esds = box('esds', u32(0), [3, ...length, 0, 4, 0, 4, ...length, objectType, 0x11]);
			expect((await known(trak({ entry: 'mp4v', inEntry: esds }))).codec).toBe(codec);
		}
	});

	test('an MPEG-4 descriptor of an unusual form: no codec is read into it', async () => {
		const esds = box('esds', u32(0), [3, 0x18, 0, 4, 0x80, 0, 1, 4, 0x16, 0x20, 0x11]);
		expect((await known(trak({ entry: 'mp4v', inEntry: esds }))).codec).toBeUndefined();
		const shifted = box('esds', u32(0), [3, 0x18, 0, 4, 0x80, 4, 0x16, 0x20, 0x11]);
		expect((await known(trak({ entry: 'mp4v', inEntry: shifted }))).codec).toBeUndefined();
	});

	test('every variant and every track that is shown is another reading', async () => {
		const variants = box(
			'stsd',
			u32(0, 2),
			...['avc1', 'apch'].map((type) => box(type, zeros(24), [4, 56, 7, 128], zeros(50))),
		);
		const stbl = box('stbl', variants, box('stts', u32(0, 1, 60, 1)));
		const several = box(
			'trak',
			box('tkhd', u32(3, 0, 0, 1, 0, 0), zeros(16), u32(...upright, 1080 << 16, 1920 << 16)),
			box(
				'mdia',
				box('mdhd', u32(0, 0, 0, 30, 60, 0)),
				box('hdlr', u32(0, 0), Buffer.from('vide'), zeros(12)),
				box('minf', stbl),
			),
		);
		expect(await known(several)).toEqual({ ...portrait, also: { codec: ['prores'] } });
		const second = trak({
			id: 2,
			entry: 'hvc1',
			width: 300,
			height: 200,
			times: [[40, 1]],
			ticks: 40,
		});
		expect(await known(trak(), second)).toMatchObject({
			...portrait,
			also: {
				codec: ['hevc'],
				size: [
					{ width: 300, height: 200 },
					{ width: 300, height: 200 },
				],
			},
		});
	});

	test('pixels that are not square and a part of the picture are other sizes, turned like it', async () => {
		const inEntry = Buffer.concat([
			box('pasp', u32(2, 1)),
			box('clap', u32(1000, 1, 1900, 1, 0, 1, 0, 1)),
		]);
		const quarter = [0, 65_536, 0, -65_536, 0, 0, 0, 0, 0x40000000];
		expect(await known(trak({ inEntry }))).toMatchObject({
			also: {
				size: [
					{ width: 2160, height: 1920 },
					{ width: 1000, height: 1900 },
				],
			},
		});
		expect(await known(trak({ inEntry, matrix: quarter }))).toMatchObject({
			also: {
				size: [
					{ width: 1920, height: 2160 },
					{ width: 1900, height: 1000 },
				],
			},
		});
	});

	test('no handler that is known: nothing is said about the picture', async () => {
		expect(await known(trak({ handler: 'MPEG' }))).toEqual({ container: 'mp4', durationSec: 2 });
	});

	test('an index that is compressed stays closed', async () => {
		expect(await factsOf(movie(box('cmov', zeros(100))))).toEqual({ container: 'mp4' });
	});
});

describe('Time', () => {
	const seconds = async (header: Buffer, ...tracks: Buffer[]) =>
		(await factsOf(movie(header, ...tracks))).durationSec;

	test('the longest track counts, but no more than the movie’s header says', async () => {
		const sound = trak({ handler: 'soun', timescale: 10, times: [[35, 1]] });
		expect(await seconds(mvhd(), trak(), sound)).toBe(3.5);
		expect(await seconds(mvhd({ ticks: 3400 }), trak(), sound)).toBe(3.4);
		expect(await seconds(mvhd({ ticks: 900_000 }), trak(), sound)).toBe(3.5);
		expect(await seconds(mvhd({ ticks: 0xffffffff }), trak())).toBe(2);
	});

	test('edits: what is shown counts', async () => {
		expect(await seconds(mvhd(), trak({ edits: [[1500, 15]] }))).toBe(1.5);
		expect(
			await seconds(
				mvhd(),
				trak({
					edits: [
						[500, -1],
						[1000, 0],
					],
				}),
			),
		).toBe(1.5);
		expect(await seconds(mvhd(), trak({ edits: [[0, 15]] }))).toBe(1.5);
		expect(await seconds(mvhd({ timescale: 0 }), trak({ edits: [[0, 15]] }))).toBe(2);
	});

	test('variable frame rate: the average', async () => {
		expect(
			await factsOf(
				movie(
					mvhd(),
					trak({
						timescale: 60,
						times: [
							[60, 1],
							[60, 3],
						],
					}),
				),
			),
		).toMatchObject({ framesPerSecond: 30, durationSec: 4 });
	});

	test('a last picture that is held: the rate without it, and of most frames', async () => {
		const held = trak({
			times: [
				[59, 1],
				[1, 61],
			],
		});
		const facts = await factsOf(movie(mvhd(), held));
		expect(facts).toMatchObject({ framesPerSecond: 15, also: { framesPerSecond: [30, 30] } });
		expect(checkMedia(facts)).toMatchObject({
			kind: 'passed',
			warnings: [expect.stringMatching(/15 frames/)],
		});
	});

	test('a single frame has no rate that could be too low', async () => {
		const facts = await factsOf(movie(mvhd(), trak({ times: [[1, 60]] })));
		expect(facts).toMatchObject({ framesPerSecond: 0.5, also: { framesPerSecond: [undefined] } });
		expect(checkMedia(facts).kind).toBe('passed');
	});

	test('slow motion in the edits: the rate as it is shown, too', async () => {
		const fast = trak({ times: [[480, 1]], timescale: 240, edits: [[8000, 0, 0.25]] });
		const facts = await factsOf(movie(mvhd(), fast));
		expect(facts).toMatchObject({ framesPerSecond: 240, also: { framesPerSecond: [60] } });
		expect(checkMedia(facts).kind).toBe('passed');
	});

	test('a step back in disguise counts one tick', async () => {
		expect(
			await factsOf(
				movie(
					mvhd(),
					trak({
						times: [
							[59, 1],
							[1, 0xfffffff0],
						],
						ticks: 60,
					}),
				),
			),
		).toMatchObject({ framesPerSecond: 30 });
	});

	test('headers of version 1, with times of 64 bits', async () => {
		const isLong = true;
		expect(await factsOf(movie(mvhd({ ticks: 2000, isLong }), trak({ isLong })))).toEqual(portrait);
		expect(
			await seconds(
				mvhd({ isLong }),
				trak({
					isLong,
					edits: [
						[500, -1],
						[1000, 0],
					],
				}),
			),
		).toBe(1.5);
		expect(await seconds(mvhd({ isLong }), trak({ isLong, edits: [[0, 45]] }))).toBe(0.5);
		expect(await seconds(mvhd({ ticks: 2n ** 64n - 1n, isLong }), trak({ isLong }))).toBe(2);
	});

	test('the media’s header where the samples say nothing or more', async () => {
		expect(await seconds(mvhd(), trak({ times: [], ticks: 75 }))).toBe(2.5);
		expect(await seconds(mvhd(), trak({ ticks: 45 }))).toBe(1.5);
	});

	test('zeros everywhere: nothing is said', async () => {
		const nothing = trak({ timescale: 0, times: [[60, 0]], width: 0, height: 0 });
		expect(await factsOf(movie(mvhd({ timescale: 0 }), nothing))).toEqual({
			container: 'mp4',
			codec: 'h264',
		});
	});
});

describe('Fragments', () => {
	const empty = { times: [] };
	const trex = box('trex', u32(0, 1, 1, 2, 0, 0));
	const start = (mehd: Buffer[] = [], parts = {}) =>
		Buffer.concat([
			ftyp,
			box('moov', mvhd(), trak({ ...empty, ...parts }), box('mvex', ...mehd, trex)),
		]);
	const run = (count: number, ticks = 1) => Array.from({ length: count }, () => ticks);

	test('are added up', async () => {
		const file = Buffer.concat([
			start(),
			fragment({ ticks: run(30) }),
			fragment({ start: 30, ticks: run(10, 3) }),
		]);
		expect(await factsOf(file)).toEqual({
			...portrait,
			framesPerSecond: 20,
			also: { framesPerSecond: [expect.closeTo(39 / 1.9, 5), 30] },
		});
	});

	test('follow each other where they do not say when they begin', async () => {
		const file = Buffer.concat([
			start(),
			fragment({ ticks: run(20) }),
			fragment({ ticks: run(20) }),
			fragment({ ticks: run(20) }),
		]);
		expect(await factsOf(file)).toEqual(portrait);
	});

	test('announced, but all samples are in the index', async () => {
		expect(await factsOf(Buffer.concat([start([], { times: [[60, 1]] }), mdat]))).toEqual(portrait);
	});

	test('with flags of the first frame, and an end that is cut off where it does not matter', async () => {
		const moof = box(
			'moof',
			box('traf', box('tfhd', u32(0, 1)), box('trun', u32(0x104, 3, 0x02000000, 20, 20, 20))),
		);
		expect(await factsOf(Buffer.concat([start(), moof, mdat, head('mfra', 99_999)]))).toMatchObject(
			{ durationSec: 2, framesPerSecond: 1.5 },
		);
	});

	test('cut out of a longer stream last no longer than they do', async () => {
		const file = Buffer.concat([
			start(),
			fragment({ start: 9000, ticks: run(30) }),
			fragment({ start: 9030, ticks: run(30) }),
		]);
		expect(await factsOf(file)).toEqual(portrait);
	});

	test('after samples in the index', async () => {
		const file = Buffer.concat([
			start([], { times: [[30, 1]] }),
			mdat,
			fragment({ ticks: run(30) }),
		]);
		expect(await factsOf(file)).toEqual(portrait);
	});

	test('whose frames last as long as the track says', async () => {
		const moof = box('moof', box('traf', box('tfhd', u32(0, 1)), box('trun', u32(0, 30))));
		expect(await factsOf(Buffer.concat([start(), moof, mdat]))).toMatchObject({
			framesPerSecond: 15,
			durationSec: 2,
		});
	});

	test('whose frames last as long as the fragment says', async () => {
		const moof = box(
			'moof',
			box('traf', box('tfhd', u32(0x2b, 1, 0, 0, 0, 3)), box('trun', u32(0, 30))),
		);
		expect(await factsOf(Buffer.concat([start(), moof, mdat]))).toMatchObject({
			framesPerSecond: 10,
			durationSec: 3,
		});
	});

	test('in too great a number: the length that the file declares, and no frame rate', async () => {
		const many = Array.from({ length: 4300 }, (_, n) =>
			Buffer.concat([fragment({ start: n, ticks: run(1) }), box('free', zeros(4096))]),
		);
		const length = many.reduce((sum, one) => sum + one.length, 0);
		const facts = { container: 'mp4', codec: 'h264', width: 1080, height: 1920 };
		expect(await factsOf(Buffer.concat([start(), ...many]))).toEqual(facts);
		const mehd = box('mehd', u32(0, 143_300));
		expect(await factsOf(Buffer.concat([start([mehd]), ...many]))).toEqual({
			...facts,
			durationSec: 143.3,
		});
		const sidx = box('sidx', u32(0, 1, 10, 0, 0, 2), u32(length - 5, 1000, 0), u32(5, 400, 0));
		expect(await factsOf(Buffer.concat([start([mehd]), sidx, ...many]))).toEqual({
			...facts,
			durationSec: 140,
			also: { durationSec: [143.3] },
		});
		const ofOthers = box('sidx', u32(0x01000000, 1, 10, 0, 0, 0, 0, 1), u32(500, 1000, 0));
		expect(await factsOf(Buffer.concat([start([mehd]), ofOthers, ...many]))).toEqual({
			...facts,
			durationSec: 143.3,
		});
	});
});

describe('Broken files', () => {
	test.each<[string, Buffer[], RegExp]>([
		['no index', [ftyp, mdat], /index \(moov\) is missing/],
		['nothing but the type', [ftyp], /index \(moov\) is missing/],
		['no media data', [ftyp, moov], /media data is missing/],
		[
			'media data cut off',
			[ftyp, moov, head('mdat', 5000), zeros(92)],
			/cut off: it has \d+ bytes, and 4900 more/,
		],
		['index cut off', [ftyp, mdat, moov.subarray(0, 300)], /cut off/],
		[
			'a box smaller than its head',
			[ftyp, head('mdat', 7), moov],
			/cannot be read from byte 24 on/,
		],
		['no tracks', [ftyp, box('moov', mvhd()), mdat], /no tracks/],
		['sound only', [ftyp, box('moov', trak({ handler: 'soun' })), mdat], /no picture/],
		[
			'fragments cut off',
			[ftyp, box('moov', trak(), box('mvex')), fragment({ ticks: [1, 1] }).subarray(0, -1)],
			/cut off/,
		],
	])('%s', async (_name, parts, what) => {
		const { inspection } = await inspectBytes(Buffer.concat(parts));
		expect(inspection).toEqual({ kind: 'broken', what: expect.stringMatching(what) });
	});

	test('a source that ends before its size', async () => {
		const { inspection } = await inspectBytes(ftyp, 5000);
		expect(inspection).toEqual({ kind: 'broken', what: 'it ends after 24 of 5000 bytes' });
	});

	test('a picture in the same format is left to TikTok', async () => {
		const file = Buffer.concat([
			box('ftyp', Buffer.from('heic'), u32(0)),
			box('meta', zeros(90)),
			mdat,
		]);
		expect((await inspectBytes(file)).inspection).toEqual({ kind: 'unknown container' });
	});
});

/** Parts of a file that is otherwise zeros, so that it need not be made. */
async function inspectFar(parts: Array<[at: number, bytes: Buffer]>, size: number) {
	return await inspectWithCost((first, length) => {
		const bytes = Buffer.alloc(length);
		for (const [at, part] of parts) {
			const from = Math.max(first, at);
			const to = Math.min(first + length, at + part.length);
			if (from < to) part.copy(bytes, from - first, from - at, to - at);
		}
		return bytes;
	}, size);
}
