/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests are Node programs, not nodes */
import { setTimeout } from 'node:timers/promises';

import { expect, jest, test } from '@jest/globals';

import { endOnSilence } from '../../../nodes/TikTok/upload/silence';

/** A request that lasts so long, and fails when it is aborted. */
const lasting = (ms: number) => async (signal: AbortSignal) =>
	await setTimeout(ms, 'done', { signal });

test('a request that moves may last longer than the limit', async () => {
	let bytes = 0;
	const answer = await endOnSilence(
		400,
		() => (bytes += 1),
		undefined,
		() => false,
		lasting(1_500),
	);
	expect(answer).toBe('done');
});

test('one in which nothing moves is aborted', async () => {
	await expect(
		endOnSilence(
			400,
			() => 0,
			undefined,
			() => false,
			lasting(30_000),
		),
	).rejects.toThrow(/aborted/);
});

test('a cancelled execution aborts it at once, also one that was cancelled before', async () => {
	const cancel = new AbortController();
	const request = endOnSilence(
		60_000,
		() => 0,
		cancel.signal,
		() => false,
		lasting(30_000),
	);
	cancel.abort();
	await expect(request).rejects.toThrow(/aborted/);
	await expect(
		endOnSilence(
			60_000,
			() => 0,
			cancel.signal,
			() => false,
			lasting(30_000),
		),
	).rejects.toThrow(/aborted/);
});

test('one that is hopeless is aborted although it moves', async () => {
	let bytes = 0;
	await expect(
		endOnSilence(
			60_000,
			() => (bytes += 1),
			undefined,
			() => bytes > 1,
			lasting(30_000),
		),
	).rejects.toThrow(/aborted/);
});

test('one that is over is looked at no more', async () => {
	jest.useFakeTimers();
	try {
		const looks: string[] = [];
		const look = () => looks.push('look') === 0;
		await endOnSilence(
			60_000,
			() => 0,
			undefined,
			look,
			async () => 'done',
		);
		await jest.advanceTimersByTimeAsync(5_000);
		expect(looks).toEqual([]);
	} finally {
		jest.useRealTimers();
	}
});
