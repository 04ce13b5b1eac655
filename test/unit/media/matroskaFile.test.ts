import { describe, expect, test } from '@jest/globals';

import { checkMedia } from '../../../nodes/TikTok/media/limits';
import {
	cluster,
	element,
	entry,
	float32,
	float64,
	head,
	header,
	ids,
	info,
	openElement,
	seek,
	tracks,
	unsigned,
} from './ebmlBuilder';
import { factsOf, inspectBytes } from './recordedReader';

const portrait = { container: 'webm', codec: 'vp9', durationSec: 2, width: 1080, height: 1920 };

const file = (...content: Buffer[]) => Buffer.concat([header(), element(ids.segment, ...content)]);

describe('The order and the sizes of elements', () => {
	const gap = element(ids.void, Buffer.alloc(40));
	test.each<[string, Buffer]>([
		['headers, then clusters', file(gap, info(), gap, tracks(), cluster())],
		['tracks first', file(tracks(), info(), cluster())],
		[
			'a segment of unknown size',
			Buffer.concat([header(), openElement(ids.segment, info(), tracks(), cluster())]),
		],
		[
			'clusters of unknown size',
			file(info(), tracks(), openElement(ids.cluster, Buffer.alloc(99))),
		],
		[
			'room before the segment',
			Buffer.concat([header(), gap, element(ids.segment, info(), tracks(), cluster())]),
		],
		[
			'something behind the segment',
			Buffer.concat([file(info(), tracks(), cluster()), Buffer.alloc(77)]),
		],
		['headers behind the clusters', file(cluster(), cluster(9000), cluster(), info(), tracks())],
		['one header behind the clusters', file(info(), cluster(), cluster(9000), tracks())],
	])('%s', async (_name, bytes) => {
		expect(await factsOf(bytes)).toMatchObject(portrait);
	});

	test('headers behind a cluster of unknown size, found by the list of what is where', async () => {
		const media = openElement(ids.cluster, Buffer.alloc(30_000));
		const listSize = element(ids.seekHead, seek(ids.info, 1000), seek(ids.tracks, 1000)).length;
		const at = 30_012 + listSize;
		const list = element(ids.seekHead, seek(ids.info, at), seek(ids.tracks, at + info().length));
		expect(list.length).toBe(listSize);
		expect(await factsOf(file(list, media, info(), tracks()))).toMatchObject(portrait);
	});

	test('a list that leads astray does no harm', async () => {
		const list = element(ids.seekHead, seek(ids.tracks, 3), seek(ids.info, 2 ** 50));
		expect(await factsOf(file(list, cluster(), info(), tracks()))).toMatchObject(portrait);
	});

	test('Matroska is not WebM', async () => {
		const bytes = Buffer.concat([
			header('matroska'),
			element(ids.segment, info(), tracks(entry({ codec: 'V_MPEG4/ISO/AVC' })), cluster()),
		]);
		expect(await factsOf(bytes)).toMatchObject({ container: 'matroska', codec: 'h264' });
	});
});

describe('Facts', () => {
	const known = async (...entries: Buffer[]) =>
		await factsOf(file(info(), tracks(...entries), cluster()));

	test('the frame rate that is declared', async () => {
		expect((await known()).framesPerSecond).toBeCloseTo(30, 5);
	});

	test.each([
		['none', 0],
		['a placeholder of a millisecond', 1_000_000],
	])('no frame rate: %s', async (_name, frameNs) => {
		expect(await known(entry({ frameNs }))).not.toHaveProperty('framesPerSecond');
	});

	describe('a declared rate that TikTok would refuse', () => {
		/** Frames at these times, in ms, of track 1; every cluster is of unknown size, as in a live recording. */
		const clusters = (times: number[], isGrouped = false) =>
			times.map((time, index) => {
				const block = Buffer.from([0x81, 0, index % 2, 0x80, 1, 2, 3]);
				return openElement(
					ids.cluster,
					unsigned(0xe7, time - (index % 2)),
					isGrouped ? element(0xa0, element(0xa1, block)) : element(0xa3, block),
					element(0xa3, Buffer.from([0x82, 0, 9, 0x80])),
				);
			});
		const atRate = (rate: number, count = 150) =>
			Array.from({ length: count }, (_, n) => Math.round((n * 1000) / rate) + 1);
		const declared = (rate: number) => tracks(entry({ frameNs: Math.round(1e9 / rate) }));

		test.each([
			['frames', false],
			['groups', true],
		])('is measured: %s', async (_name, isGrouped) => {
			const facts = await factsOf(file(info(), declared(120), ...clusters(atRate(31), isGrouped)));
			expect(facts.framesPerSecond).toBeCloseTo(120, 3);
			expect(facts.also?.framesPerSecond).toEqual([expect.closeTo(31, 1)]);
			expect(checkMedia(facts)).toMatchObject({
				kind: 'passed',
				warnings: [expect.stringMatching(/120 frames/)],
			});
		});

		test.each([120, 12])('and measured as well: %i', async (rate) => {
			const facts = await factsOf(file(info(), declared(rate), ...clusters(atRate(rate))));
			expect(checkMedia(facts).kind).toBe('refused');
		});

		test('and cannot be measured', async () => {
			for (const media of [[cluster()], clusters(atRate(120, 1)), [cluster(), tracks()]]) {
				const facts = await factsOf(file(info(), declared(120), ...media));
				expect(facts.also?.framesPerSecond).toEqual([undefined]);
				expect(checkMedia(facts).kind).toBe('passed');
			}
		});

		test('costs nothing where it is legal', async () => {
			const bytes = file(info(), declared(30), ...clusters(atRate(30, 9000)));
			expect((await inspectBytes(bytes)).cost.reads).toHaveLength(1);
		});

		test('costs little otherwise', async () => {
			const far = atRate(120).map((_, n) =>
				element(
					ids.cluster,
					unsigned(0xe7, n * 8),
					element(0xa3, [0x81, 0, 0, 0x80], Buffer.alloc(20_000)),
				),
			);
			const { cost } = await inspectBytes(file(info(), declared(120), ...far));
			expect(cost.reads.length).toBeLessThanOrEqual(121);
			expect(cost.isInOrder).toBe(true);
		});
	});

	test('a part that is cropped is another size', async () => {
		const crop = [unsigned(0x54bb, 20), unsigned(0x54aa, 30)];
		expect(await known(entry({ inVideo: crop }))).toMatchObject({
			also: { size: [{ width: 1080, height: 1870 }] },
		});
	});

	test('the picture that is on, not the sound', async () => {
		expect(
			await known(
				entry({ type: 2, codec: 'A_OPUS' }),
				entry({ isEnabled: false, codec: 'V_AV1' }),
				entry(),
			),
		).toMatchObject(portrait);
	});

	test('a size to show, in pixels only', async () => {
		const show = (unit: number) => [
			unsigned(0x54b0, 1920),
			unsigned(0x54ba, 1080),
			unsigned(0x54b2, unit),
		];
		expect(await known(entry({ inVideo: show(0) }))).toMatchObject({
			...portrait,
			displayWidth: 1920,
			displayHeight: 1080,
		});
		expect(await known(entry({ inVideo: show(3) }))).not.toHaveProperty('displayWidth');
	});

	test('a number of 200,000 bytes is none', async () => {
		const long = element(0x83, Buffer.alloc(200_000, 1));
		expect(await known(element(0xae, long), entry())).toMatchObject(portrait);
	});

	test('a codec in a wrapping is not known', async () => {
		expect(await known(entry({ codec: 'V_MS/VFW/FOURCC' }))).not.toHaveProperty('codec');
	});

	test.each<[string, Buffer, number | undefined]>([
		['four bytes', float32(0x4489, 1500), 1.5],
		['no number', float64(0x4489, NaN), undefined],
		['endless', float64(0x4489, Infinity), undefined],
		['below zero', float64(0x4489, -5), undefined],
		['of three bytes', element(0x4489, [1, 2, 3]), undefined],
		['absent', Buffer.alloc(0), undefined],
	])('a duration: %s', async (_name, duration, seconds) => {
		expect((await factsOf(file(info(duration), tracks(), cluster()))).durationSec).toBe(seconds);
	});
});

describe('Broken files', () => {
	const whole = file(info(), tracks(), cluster());
	test.each<[string, Buffer, RegExp]>([
		['cut off', whole.subarray(0, -1), /cut off: it has \d+ bytes, and 1 more/],
		['no tracks', file(info(), cluster()), /list of tracks is missing/],
		['no clusters', file(info(), tracks()), /media data is missing/],
		['headers only', header(), /list of tracks is missing/],
		['sound only', file(info(), tracks(entry({ type: 2 })), cluster()), /no picture/],
		[
			'tracks cut off in a live recording',
			Buffer.concat([header(), openElement(ids.segment, info(), head(ids.tracks, 900))]),
			/cut off/,
		],
	])('%s', async (_name, bytes, what) => {
		expect((await inspectBytes(bytes)).inspection).toEqual({
			kind: 'broken',
			what: expect.stringMatching(what),
		});
	});

	test('another kind of EBML is left to TikTok', async () => {
		const bytes = Buffer.concat([header('other'), element(ids.segment, info())]);
		expect((await inspectBytes(bytes)).inspection).toEqual({ kind: 'unknown container' });
	});
});
