/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program, not a node */
import { createRequire } from 'node:module';

import { beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Logger } from 'n8n-workflow';

import { storeBinariesIn, type RunResult } from '../harness/engine';
import { useEngine, useSkippedTime, useWebHost } from '../harness/setUps';
import { sampleVideo } from '../simulator';

// n8n-core's own copies.
const fromCore = createRequire(require.resolve('n8n-core'));
const { Container } = fromCore('@n8n/di') as { Container: { get(type: unknown): Logger } };
const { Logger: loggerType } = fromCore('@n8n/backend-common') as { Logger: unknown };

const time = useSkippedTime();
const web = useWebHost();
const engine = useEngine({ hosts: { 'cdn.example.com': web } });
const logged: string[] = [];
beforeAll(() => {
	jest
		.spyOn(Container.get(loggerType), 'info')
		.mockImplementation((message) => void logged.push(String(message)));
});
beforeEach(() => {
	logged.length = 0;
	engine.simulator.processingMs = 0;
});

const directPost = { resource: 'video', operation: 'directPost', privacyLevel: 'SELF_ONLY' };
const minutes = 60_000;

/** What the editor was shown is what the log has, and none of it comes soon after another. */
function expectOrdered({ shown }: RunResult): void {
	expect(logged.filter((line) => shown.some(({ text }) => text === line))).toEqual(
		shown.map(({ text }) => text),
	);
	for (const [index, { at }] of shown.entries())
		if (index > 0) expect(at - shown[index - 1].at).toBeGreaterThanOrEqual(5_000);
	const all = JSON.stringify([shown, logged]);
	expect([...engine.simulator.secrets].filter((secret) => all.includes(secret))).toEqual([]);
}

const post = async (bytes: number, options = {}) =>
	await engine.run(directPost, { items: [await engine.item(sampleVideo({ bytes }))], ...options });

describe('a wait of minutes', () => {
	test('is told again and again, with the status', async () => {
		engine.simulator.processingMs = 30 * minutes;
		const result = await post(547);
		expect(result.json[0].verdict).toBe('processing');
		expect(result.shown.length).toBeGreaterThan(10);
		expect(result.shown.at(-1)?.text).toMatch(
			/^TikTok: waiting for v_pub_file~\S+, \d+ s so far: PROCESSING_UPLOAD$/,
		);
		expectOrdered(result);
	});

	test('by Wait for Completion too, for all items together', async () => {
		engine.simulator.processingMs = 30 * minutes;
		const options = { waitForCompletion: false };
		const { json } = await engine.run(
			{ ...directPost, options },
			{ items: [await engine.item(sampleVideo()), await engine.item(sampleVideo({ bytes: 600 }))] },
		);
		logged.length = 0;
		const result = await engine.run(
			{ resource: 'publish', operation: 'waitForCompletion', publishId: '={{ $json.publish_id }}' },
			{ items: json.map((one) => ({ json: one })) },
		);
		expect(result.shown.length).toBeGreaterThan(20);
		for (const { publish_id: id } of json)
			expect(result.shown.some(({ text }) => text.includes(String(id)))).toBe(true);
		expectOrdered(result);
	});

	test('in production goes to the log alone', async () => {
		engine.simulator.processingMs = 30 * minutes;
		const { shown } = await post(547, { mode: 'trigger' });
		expect(shown).toEqual([]);
		expect(logged.filter((line) => line.includes('waiting for'))).not.toEqual([]);
	});
});

describe('an upload', () => {
	const slowly = (chunk: number, at: 'after body' | { bytes: number }, ms: number) =>
		engine.simulator.fault('upload', {
			kind: 'delay',
			chunk,
			at,
			ms,
			onStrike: () => time.pass(6_000),
		});

	test('from memory is told part by part', async () => {
		await storeBinariesIn('memory');
		for (const chunk of [0, 1]) slowly(chunk, 'after body', 1);
		const result = await post(22_000_000);
		expect(result.json[0].verdict).toBe('published');
		// The part under way when five seconds are over, or the next one.
		expect(result.shown.map(({ text }) => text)).toEqual([
			expect.stringMatching(/^TikTok: uploading v_pub_file~\S+: (0|33) % of 22\.0 MB$/),
			expect.stringMatching(/^TikTok: uploading v_pub_file~\S+: (33|66) % of 22\.0 MB$/),
		]);
		expectOrdered(result);
	});

	test('from a file is told within a part', async () => {
		await storeBinariesIn('file');
		slowly(0, { bytes: 20_000_000 }, 450);
		const result = await post(50_000_000);
		expect(result.json[0].verdict).toBe('published');
		const [{ text }] = result.shown;
		const percent = Number(/uploading \S+: (\d+) % of 50\.0 MB/.exec(text)?.[1]);
		expect(percent).toBeGreaterThan(0);
		expect(percent).toBeLessThan(100);
		expectOrdered(result);
	});

	test('of a link is told while the file is read through for its size', async () => {
		web.files.set('/clip.mp4', {
			bytes: sampleVideo({ bytes: 22_000_000 }),
			length: false,
			ranges: false,
			otherwise: () => {
				time.pass(6_000);
				return {};
			},
		});
		const result = await engine.run({
			...directPost,
			videoSource: 'sendFromUrl',
			videoUrl: 'https://cdn.example.com/clip.mp4',
		});
		expect(result.json[0].verdict).toBe('published');
		expect(result.shown[0].text).toMatch(
			/^TikTok: downloading ‘Video URL’ to learn its size: \d+\.\d MB so far$/,
		);
		expectOrdered(result);
	});

	test('that is through at once says nothing', async () => {
		const { shown } = await post(547);
		expect(shown).toEqual([]);
		expect(logged.filter((line) => line.startsWith('TikTok: '))).toEqual([]);
	});
});
