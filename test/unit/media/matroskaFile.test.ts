import { describe, expect, test } from '@jest/globals';

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
