import { describe, expect, test } from '@jest/globals';
import type { INodeParameters } from 'n8n-workflow';

import { useEngine, useWebHost } from '../harness/setUps';
import { sampleVideo } from '../simulator';
import * as ebml from '../unit/media/ebmlBuilder';
import { movie, mvhd, trak } from '../unit/media/isoBuilder';

/** A WebM that says so of its frames, and shows none. */
const webm = (framesPerSecond: number) =>
	Buffer.concat([
		ebml.header(),
		ebml.element(
			ebml.ids.segment,
			ebml.info(),
			ebml.tracks(ebml.entry({ frameNs: Math.round(1e9 / framesPerSecond) })),
			ebml.cluster(),
		),
	]);

const web = useWebHost();
const engine = useEngine({ hosts: { 'cdn.example.com': web } });

const directPost = { resource: 'video', operation: 'directPost', privacyLevel: 'SELF_ONLY' };
const video = sampleVideo({ bytes: 100_000, moovAtEnd: true });

test.each<[string, Buffer, RegExp, RegExp]>([
	[
		'12 frames a second',
		sampleVideo({ framesPerSecond: 12 }),
		/has 12 frames a second, and TikTok takes 23 to 60/,
		/30 is a safe choice/,
	],
	[
		'320 × 240 pixels',
		sampleVideo({ width: 320, height: 240 }),
		/has 320 × 240 pixels, and TikTok takes 360 to 4096/,
		/1080 × 1920/,
	],
	['AV1', sampleVideo({ codec: 'av01' }), /is coded as AV1/, /Convert the video to H\.264/],
	['half of the file', video.subarray(0, 50_000), /is broken/, /Make or download the file again/],
])(
	'a video with %s is refused before anything is sent, as a file and as a link',
	async (_, bytes, message, wayOut) => {
		web.files.set('/clip.mp4', { bytes });
		const before = engine.simulator.calls.length;
		const errors = [
			await engine.failure(directPost, { items: [await engine.item(bytes)] }),
			await engine.failure(
				{ resource: 'video', operation: 'uploadDraft' },
				{ items: [await engine.item(bytes)] },
			),
			await engine.failure({
				...directPost,
				videoSource: 'sendFromUrl',
				videoUrl: 'https://cdn.example.com/clip.mp4',
			}),
		];
		for (const error of errors) {
			expect(error.message).toMatch(message);
			expect(error.description).toMatch(wayOut);
		}
		expect(errors.map(({ message }) => /‘([^’]+)’/.exec(message)?.[1])).toEqual([
			'Input Binary Field',
			'Input Binary Field',
			'Video URL',
		]);
		expect(engine.simulator.calls.length).toBe(before);
	},
);

test.each<[string, Buffer, object]>([
	[
		'an average of 15 frames a second, since its last picture is held',
		movie(
			mvhd(),
			trak({
				times: [
					[59, 1],
					[1, 61],
				],
			}),
		),
		{ container: 'mp4', framesPerSecond: 15 },
	],
	[
		'a WebM that declares 120 frames a second',
		webm(120),
		{ container: 'webm', framesPerSecond: expect.closeTo(120, 3) },
	],
])(
	'a limit that one reading breaks and another may keep is TikTok’s to judge: %s',
	async (_, bytes, media) => {
		engine.simulator.rules.mediaChecks = false;
		const { json, error } = await engine.run(directPost, { items: [await engine.item(bytes)] });
		engine.simulator.rules.mediaChecks = true;
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ verdict: 'published', media });
		expect(json[0].media).not.toHaveProperty('also');
	},
);

test('a video that is longer than the account may post is refused before its init', async () => {
	const before = engine.simulator.tasks.length;
	const error = await engine.failure(directPost, {
		items: [await engine.item(sampleVideo({ durationSec: 602 }))],
	});
	expect(error.message).toMatch(/lasts 602 seconds, and this TikTok account may post at most 600/);
	expect(engine.simulator.tasks.length).toBe(before);
});

test('what the header says is in the output, also when the header stands at the end', async () => {
	const { json } = await engine.run(directPost, { items: [await engine.item(video)] });
	expect(json[0].media).toMatchObject({
		container: 'mp4',
		codec: 'h264',
		durationSec: 10,
		width: 1080,
		height: 1920,
		framesPerSecond: 30,
	});
});

test('a link that says nothing about its type is known by its header', async () => {
	web.files.set('/download?id=7', { bytes: sampleVideo(), type: 'application/octet-stream' });
	const { error } = await engine.run({
		...directPost,
		videoSource: 'sendFromUrl',
		videoUrl: 'https://cdn.example.com/download?id=7',
	});
	expect(error).toBeUndefined();
	expect(
		engine.simulator.calls.filter(({ method }) => method === 'PUT').at(-1)?.headers['content-type'],
	).toBe('video/mp4');
});

test('a container that the node does not know is left to TikTok, and the output says so', async () => {
	engine.simulator.rules.mediaChecks = false;
	const { json } = await engine.run(directPost, {
		items: [await engine.item(Buffer.alloc(1000, 7))],
	});
	engine.simulator.rules.mediaChecks = true;
	expect(json[0]).toMatchObject({ verdict: 'published', media: { container: 'unknown' } });
});

describe('the cover frame', () => {
	const short = sampleVideo({ durationSec: 4 });
	const everyone = { ...directPost, privacyLevel: 'PUBLIC_TO_EVERYONE' };
	const beyond =
		'‘Cover Frame Time (Ms)’ is 4500, and the video ends at 4000: TikTok may not publish it.';
	const notShown = expect.stringContaining('The cover frame may not show');

	test.each<[string, INodeParameters, number, unknown]>([
		['within the video', everyone, 4_000, undefined],
		['beyond its end', everyone, 4_500, [beyond]],
		['of a post that is not for everyone', directPost, 1_500, [notShown]],
		['of neither', directPost, 4_500, [notShown, beyond]],
		['that is the first one', directPost, 0, undefined],
	])('%s', async (_, parameters, videoCoverTimestampMs, warnings) => {
		const { json, error } = await engine.run(
			{ ...parameters, options: { videoCoverTimestampMs } },
			{ items: [await engine.item(short)] },
		);
		expect(error).toBeUndefined();
		expect(json[0].warnings).toEqual(warnings);
	});

	test('of a video that TikTok pulls, or cannot be read, is not known to be beyond it', async () => {
		engine.simulator.rules.mediaChecks = false;
		const { json } = await engine.run(
			{ ...everyone, options: { videoCoverTimestampMs: 99_000 } },
			{ items: [await engine.item(Buffer.alloc(1000, 7))] },
		);
		engine.simulator.rules.mediaChecks = true;
		expect(json[0].warnings).toEqual([expect.stringContaining('nothing of it was checked')]);
	});

	test('stands in the message where TikTok then gives the post up', async () => {
		engine.simulator.failNextPost('internal');
		const { description } = await engine.failure(
			{ ...everyone, options: { videoCoverTimestampMs: 4_500 } },
			{ items: [await engine.item(short)] },
		);
		expect(description).toContain(beyond);
	});
});
