/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { createHash } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';

import { useSkippedTime } from '../harness/setUps';
import { sampleVideo, type FaultOptions } from '../simulator';
import { operations, useScene } from './refusals/scene';

// The network, or TikTok's upload server, is away in the middle of an upload.
const waits = useSkippedTime();
const video = sampleVideo({ bytes: 22_000_000 });
const scene = useScene({ binaries: 'memory' });

const passed = () => waits.asked.reduce((sum, ms) => sum + ms, 0);

const ways: Array<[string, FaultOptions]> = [
	['the server answers 503', { kind: 'status', status: 503 }],
	['the server resets the connection', { kind: 'reset', at: { bytes: 1_000_000 } }],
];

describe.each(ways)('%s', (_, fault) => {
	test.each([5, 8, 12])('%i times in a row: the upload goes on where it was', async (times) => {
		scene.simulator.fault('upload', { ...fault, chunk: 1, times });
		const { json, error } = await scene.run(operations.directPost, { video });
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ verdict: 'published', uploaded_bytes: video.length });
		const [upload] = scene.simulator.uploads;
		expect(upload.sha256).toBe(createHash('sha256').update(video).digest('hex'));
		expect(scene.sent.filter((name) => name === 'upload')).toHaveLength(3 + times);
	});

	test('for good: it is said after minutes, not after an hour', async () => {
		scene.simulator.fault('upload', { ...fault, chunk: 1, times: 14 });
		const error = await scene.failure(operations.directPost, { video });
		expect(error.message).toContain('even after several attempts');
		expect(passed()).toBeGreaterThan(4 * 60_000);
		expect(passed()).toBeLessThan(15 * 60_000);
	});
});

test('nothing of TikTok’s can be reached for a while: it goes on as well', async () => {
	let away = 0;
	waits.onWait = () => {
		away += 1;
		process.env.HTTPS_PROXY = away < 20 ? 'http://127.0.0.1:9' : scene.simulator.proxyUrl;
	};
	scene.simulator.fault('upload', { kind: 'reset', chunk: 1 });
	const { json, error } = await scene.run(operations.directPost, { video });
	process.env.HTTPS_PROXY = scene.simulator.proxyUrl;
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({ verdict: 'published' });
	expect(scene.simulator.posts).toHaveLength(1);
});

test('no further attempt is made that would come after the upload’s hour', async () => {
	scene.simulator.fault('upload', { kind: 'status', status: 503, chunk: 1, times: 1_000 });
	// Most of the hour is over when the trouble begins.
	scene.simulator.fault('upload', {
		kind: 'delay',
		chunk: 0,
		at: 'after body',
		ms: 1,
		onStrike: () => waits.pass(3_500_000),
	});
	await scene.failure(operations.directPost, { video });
	scene.simulator.reset();
	expect(passed()).toBeLessThan(100_000);
});

test('a part that took minutes on a slow line, and was out of step once, is sent again', async () => {
	scene.simulator.fault('upload', {
		kind: 'status',
		status: 416,
		chunk: 1,
		onStrike: () => waits.pass(110_000),
	});
	const { json, error } = await scene.run(operations.directPost, { video });
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({ verdict: 'published' });
});
