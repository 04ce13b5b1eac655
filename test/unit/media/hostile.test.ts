import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readBounds } from '../../../nodes/TikTok/media/boundedReader';
import { inspectMedia } from '../../../nodes/TikTok/media/inspect';
import * as ebml from './ebmlBuilder';
import { box, fragment, ftyp, head, movie, mvhd, trak, u32, u64, zeros } from './isoBuilder';
import { inspectBytes, inspectWithCost, type Cost } from './recordedReader';

/** Whatever a file says: an answer, at a bounded price. */
function expectBounded(cost: Cost, { isInOrder = true } = {}): void {
	expect(cost.bytes).toBeLessThanOrEqual(readBounds.total);
	expect(cost.reads.length).toBeLessThanOrEqual(readBounds.reads);
	if (isInOrder) expect(cost.isInOrder).toBe(true);
}

const mdat = box('mdat', zeros(100));
const stbl = (...tables: Buffer[]) =>
	box(
		'trak',
		box(
			'mdia',
			box('hdlr', u32(0, 0), Buffer.from('vide'), zeros(12)),
			box('minf', box('stbl', ...tables)),
		),
	);

describe('Sizes and counts that lie', () => {
	test.each<[string, Buffer[]]>([
		[
			'a count of times beyond its box',
			[box('moov', stbl(box('stts', u32(0, 0xffffffff), u32(1, 1)))), mdat],
		],
		[
			'more frames than bytes',
			[box('moov', stbl(box('stts', u32(0, 1, 0xffffffff, 0xfff)))), mdat],
		],
		[
			'more frames than bytes, at once',
			[box('moov', trak({ times: [[0xffffffff, 1]], ticks: 60 })), mdat],
		],
		[
			'a sample entry of nothing',
			[box('moov', stbl(box('stsd', u32(0, 9), head('avc1', 8)))), mdat],
		],
		[
			'a sample entry beyond everything',
			[box('moov', stbl(box('stsd', u32(0, 9), head('avc1', 0xffffffff)))), mdat],
		],
		[
			'an edit list of billions',
			[box('moov', box('trak', box('edts', box('elst', u32(0, 0xffffffff))))), mdat],
		],
		[
			'fragments of billions of frames',
			[
				box('moov', trak({ times: [] }), box('mvex')),
				box('moof', box('traf', box('tfhd', u32(0, 1)), box('trun', u32(0, 0xffffffff)))),
				mdat,
			],
		],
		[
			'frames beyond the end of their box',
			[
				box('moov', trak({ times: [] }), box('mvex')),
				box('moof', box('traf', box('tfhd', u32(0, 1)), box('trun', u32(0xf00, 0x7fffffff)))),
				mdat,
			],
		],
		[
			'an index of billions',
			[
				box('moov', trak({ times: [] }), box('mvex')),
				box('sidx', u32(0, 1, 1, 0, 0, 0xffff)),
				mdat,
			],
		],
		[
			'children larger than their parent',
			[
				box('moov', head('trak', 0x7fffffff), head('mdia', 0x7fffffff), head('minf', 0xffffffff)),
				mdat,
			],
		],
		[
			'children of no size',
			[box('moov', head('trak', 0), head('mdia', 0), head('stbl', 0), zeros(100)), mdat],
		],
		['children smaller than their head', [box('moov', head('trak', 3), trak()), mdat]],
		['a size of 64 bits that is nothing', [box('moov', head('trak', 1), u64(0), trak()), mdat]],
		[
			'empty boxes',
			['mvhd', 'trak', 'mvex', 'udta'].map((type) => box('moov', box(type))).concat(mdat),
		],
		[
			'empty boxes in a track',
			[
				box(
					'moov',
					box(
						'trak',
						box('tkhd'),
						box('edts'),
						box(
							'mdia',
							box('mdhd'),
							box('hdlr'),
							box('minf', box('stbl', box('stsd'), box('stts'))),
						),
					),
				),
				mdat,
			],
		],
	])('%s: no fact is made of it', async (_name, parts) => {
		const { inspection, cost } = await inspectBytes(Buffer.concat([ftyp, ...parts]));
		expectBounded(cost);
		if (inspection.kind === 'known') {
			const { facts } = inspection;
			expect(facts.durationSec ?? 0).toBeLessThan(1e6);
			expect(facts.framesPerSecond).toBeUndefined();
		} else expect(inspection.kind).toBe('broken');
	});

	test('a size of 64 bits beyond any file is cut off', async () => {
		const { inspection } = await inspectBytes(
			Buffer.concat([ftyp, head('mdat', 1), u64(2n ** 64n - 1n)]),
		);
		expect(inspection).toEqual({ kind: 'broken', what: expect.stringContaining('cut off') });
	});

	test('what does not matter may lie', async () => {
		const { inspection } = await inspectBytes(
			Buffer.concat([movie(mvhd(), trak()), head('free', 0xfffffff)]),
		);
		expect(inspection.kind).toBe('known');
	});
});

describe('Files without end', () => {
	/** A file of 4 GB that repeats the same bytes behind its start. */
	const endless = (start: Buffer, repeated: Buffer, size = 4_294_967_296) =>
		inspectWithCost((first, length) => {
			const bytes = Buffer.alloc(length);
			for (let at = 0; at < length; at++) {
				const place = first + at;
				bytes[at] =
					place < start.length ? start[place] : repeated[(place - start.length) % repeated.length];
			}
			return bytes;
		}, size);

	const longMoov = (...content: Buffer[]) =>
		Buffer.concat([ftyp, head('moov', 0xf0000000), ...content]);
	const inTrack = (...content: Buffer[]) =>
		longMoov(
			head('trak', 0xe0000000),
			head('mdia', 0xd0000000),
			box('hdlr', u32(0, 0), Buffer.from('vide')),
			...content,
		);

	test('boxes of nothing: it ends long before the bytes do', async () => {
		const { inspection, cost } = await endless(ftyp, box('free'));
		expect(inspection).toEqual({ kind: 'known', facts: { container: 'mp4' } });
		expect(cost.bytes).toBeLessThan(8 * readBounds.boxes + 65_536);
	});

	test.each<[string, Buffer, Buffer]>([
		['boxes of no size', ftyp, head('free', 0)],
		['tracks', longMoov(), box('trak')],
		[
			'whole tracks',
			longMoov(),
			trak({
				edits: [
					[1, 1],
					[2, 2],
				],
			}),
		],
		['headers', longMoov(), mvhd()],
		[
			'edits',
			longMoov(
				head('trak', 0xe0000000),
				head('edts', 0xd0000000),
				head('elst', 0xc0000000),
				u32(0, 0xffffffff),
			),
			u32(1, 1, 1),
		],
		[
			'times',
			inTrack(
				head('minf', 0xc0000000),
				head('stbl', 0xb0000000),
				head('stts', 0xa0000000),
				u32(0, 0xffffffff),
			),
			u32(1, 1),
		],
		[
			'sample entries',
			inTrack(
				head('minf', 0xc0000000),
				head('stbl', 0xb0000000),
				head('stsd', 0xa0000000),
				u32(0, 0xffffffff),
			),
			box('avc1'),
		],
		['depth', longMoov(), head('trak', 0x7fffffff)],
		[
			'fragments',
			Buffer.concat([ftyp, box('moov', trak(), box('mvex'))]),
			fragment({ ticks: [1] }),
		],
		[
			'fragments in one',
			Buffer.concat([ftyp, box('moov', trak(), box('mvex')), head('moof', 0xf0000000)]),
			box('traf', box('tfhd', u32(0, 1))),
		],
		[
			'tracks of WebM',
			Buffer.concat([
				ebml.header(),
				ebml.openElement(ebml.ids.segment),
				ebml.head(ebml.ids.tracks, 4e9),
			]),
			ebml.entry(),
		],
		[
			'nothing in WebM',
			Buffer.concat([ebml.header(), ebml.openElement(ebml.ids.segment)]),
			Buffer.from([0xec, 0x80]),
		],
		[
			'clusters of WebM',
			Buffer.concat([ebml.header(), ebml.openElement(ebml.ids.segment)]),
			ebml.cluster(0),
		],
		[
			'clusters and groups whose frames are to be measured',
			Buffer.concat([
				ebml.header(),
				ebml.openElement(
					ebml.ids.segment,
					ebml.info(),
					ebml.tracks(ebml.entry({ frameNs: 8_333_333 })),
				),
			]),
			Buffer.concat([ebml.openElement(ebml.ids.cluster), ebml.openElement(0xa0)]),
		],
		[
			'lists of WebM',
			Buffer.concat([ebml.header(), ebml.openElement(ebml.ids.segment)]),
			Buffer.concat([
				ebml.element(
					ebml.ids.seekHead,
					ebml.seek(ebml.ids.tracks, 100),
					ebml.seek(ebml.ids.info, 50),
				),
				ebml.cluster(0),
			]),
		],
	])('%s', async (_name, start, repeated) => {
		const { cost } = await endless(start, repeated);
		expectBounded(cost, { isInOrder: !start.includes('webm') });
	});
});

describe('A file that lies elsewhere', () => {
	const parts = Array.from({ length: 50 }, (_, index) => [
		fragment({ start: index * 30, ticks: [30] }),
		box('mdat', zeros(10_000)),
	]).flat();
	const file = Buffer.concat([
		ftyp,
		box('moov', mvhd({ timescale: 30 }), trak({ times: [], timescale: 30 }), box('mvex')),
		...parts,
	]);
	const inspect = async (farthest = Infinity) => {
		const reads: Array<[number, number]> = [];
		const read = async (first: number, length: number) => {
			reads.push([first, length]);
			return first + length > farthest ? undefined : file.subarray(first, first + length);
		};
		return { inspection: await inspectMedia({ size: file.length, read }), reads };
	};

	test('is walked to its end where nothing is said', async () => {
		const { inspection } = await inspect();
		expect(inspection).toMatchObject({ kind: 'known', facts: { durationSec: 50 } });
	});

	test('is read as far as it can be had; what is not known then is left open', async () => {
		const { inspection, reads } = await inspect(100_000);
		expect(inspection).toMatchObject({ kind: 'known', facts: { container: 'mp4' } });
		expect(inspection).not.toMatchObject({ facts: { durationSec: expect.anything() } });
		expect(reads.filter(([first, length]) => first + length > 100_000)).toHaveLength(1);
	});
});

describe('Any bytes', () => {
	const seeds: Buffer[] = [
		movie(
			mvhd({ ticks: 2000 }),
			trak({ handler: 'soun', entry: 'mp4a' }),
			trak({ id: 2, edits: [[2000, 0]] }),
		),
		Buffer.concat([
			ftyp,
			mdat,
			box(
				'moov',
				mvhd(),
				trak({
					times: [
						[30, 1],
						[15, 2],
					],
				}),
			),
		]),
		Buffer.concat([
			ftyp,
			box(
				'moov',
				mvhd(),
				trak({ times: [] }),
				box('mvex', box('mehd', u32(0, 9)), box('trex', u32(0, 1, 1, 1, 0, 0))),
			),
			box('sidx', u32(0, 1, 30, 0, 0, 1), u32(300, 60, 0)),
			fragment({ start: 0, ticks: [1, 1, 2] }),
			fragment({ start: 4, ticks: [1, 1] }),
		]),
		Buffer.concat([
			ebml.header(),
			ebml.element(
				ebml.ids.segment,
				ebml.element(ebml.ids.seekHead, ebml.seek(ebml.ids.tracks, 90)),
				ebml.info(),
				ebml.tracks(ebml.entry({ type: 2 }), ebml.entry()),
				ebml.cluster(),
			),
		]),
		Buffer.concat([
			ebml.header(),
			ebml.openElement(
				ebml.ids.segment,
				ebml.element(ebml.ids.seekHead, ebml.seek(ebml.ids.tracks, 60)),
				ebml.cluster(),
				ebml.info(),
				ebml.tracks(),
			),
		]),
		Buffer.concat([
			ebml.header(),
			ebml.element(
				ebml.ids.segment,
				ebml.info(),
				ebml.tracks(ebml.entry({ frameNs: 8_333_333 })),
				ebml.element(
					ebml.ids.cluster,
					ebml.unsigned(0xe7, 0),
					ebml.element(0xa3, [0x81, 0, 0, 0x80]),
					ebml.element(0xa0, ebml.element(0xa1, [0x81, 0, 9, 0x80])),
				),
			),
		]),
	];

	/** Values that mean something at the place of a size, a count or a type. */
	const telling = fc.constantFrom(
		...[0, 1, 7, 8, 9, 15, 16, 0x7fffffff, 0x80000000, 0xffffffff].map((value) => u32(value)),
		...['moov', 'trak', 'mdia', 'stbl', 'moof', 'mdat', 'free'].map((type) => Buffer.from(type)),
		u64(2n ** 63n),
		u64(2n ** 64n - 1n),
		Buffer.from([0x01, 255, 255, 255, 255, 255, 255, 255]),
		Buffer.from([0xff]),
		Buffer.from([0]),
	);
	const change = fc.record({
		at: fc.nat(5000),
		what: fc.oneof(
			telling,
			fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
		),
		how: fc.constantFrom('replace', 'insert', 'remove', 'repeat'),
	});

	function apply(
		bytes: Buffer,
		{ at, what, how }: { at: number; what: Buffer; how: string },
	): Buffer {
		const from = at % bytes.length;
		const before = bytes.subarray(0, from);
		const after = bytes.subarray(Math.min(bytes.length, from + what.length));
		if (how === 'replace')
			return Buffer.concat([before, what.subarray(0, bytes.length - from), after]);
		if (how === 'insert') return Buffer.concat([before, what, bytes.subarray(from)]);
		if (how === 'remove')
			return after.length + before.length > 0 ? Buffer.concat([before, after]) : bytes;
		return Buffer.concat([bytes, bytes.subarray(from)]);
	}

	async function expectAnswer(bytes: Buffer): Promise<void> {
		const { inspection, cost } = await inspectBytes(bytes);
		expectBounded(cost, { isInOrder: bytes.toString('latin1', 4, 8) === 'ftyp' });
		expect(cost.bytes).toBeLessThanOrEqual(bytes.length * 4);
		if (inspection.kind !== 'known') return;
		const { also = {}, container, codec = 'open', ...numbers } = inspection.facts;
		for (const name of [container, codec, ...(also.codec ?? [])])
			if (name !== undefined) expect(name).toMatch(/^\w+$/);
		for (const value of [
			...Object.values(numbers),
			...(also.size ?? []).flatMap(({ width, height }) => [width, height]),
			...(also.framesPerSecond ?? []).filter((rate) => rate !== undefined),
			...(also.durationSec ?? []),
		])
			expect(Number.isFinite(value) && Number(value) > 0).toBe(true);
	}

	test('changed in some places: an answer, and facts that are positive numbers', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...seeds),
				fc.array(change, { minLength: 1, maxLength: 6 }),
				async (seed, changes) => {
					await expectAnswer(changes.reduce(apply, seed));
				},
			),
			{ numRuns: 4000 },
		);
	}, 30_000);

	// Fragments and live recordings can end after any of their parts, so they are left out.
	test('cut off at every byte: broken, or left to TikTok while there is no more than a start', async () => {
		for (const seed of [seeds[0], seeds[1], seeds[3]]) {
			for (let length = 0; length < seed.length; length++) {
				const { inspection } = await inspectBytes(seed.subarray(0, length));
				expect({ length, kind: inspection.kind }).toEqual({
					length,
					kind: length < 12 ? expect.stringMatching(/broken|unknown/) : 'broken',
				});
			}
		}
	});

	test('at random', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.uint8Array({ maxLength: 600 }),
				async (bytes) => await expectAnswer(Buffer.from(bytes)),
			),
			{ numRuns: 500 },
		);
		const afterMagic = fc.tuple(
			fc.constantFrom(ftyp, ebml.header(), head('moov', 0)),
			fc.uint8Array({ maxLength: 600 }),
		);
		await fc.assert(
			fc.asyncProperty(
				afterMagic,
				async ([magic, bytes]) => await expectAnswer(Buffer.concat([magic, bytes])),
			),
			{ numRuns: 500 },
		);
	});

	test('a failure of the source is its own, and passes through', async () => {
		await expect(
			inspectWithCost(() => {
				throw new Error('gone');
			}, 100),
		).rejects.toThrow('gone');
	});
});
