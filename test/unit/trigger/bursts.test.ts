/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { deepEvery } from '../../../nodes/TikTokTrigger/feed';
import { listRules } from './history';
import { begun, checkPoll, settle } from './playing';

/** `SEED=… npx jest test/unit/trigger/bursts` repeats a run. */
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

/** Posts that are made at once: how many, how far apart in ms, and every how many-th is private. */
const bursts = fc.array(
	fc.record({
		count: fc.integer({ min: 1, max: 60 }),
		afterMs: fc.constantFrom(0, 1, 15, 40, 53, 200, 1000),
		isPrivateEvery: fc.constantFrom(3, 7, Infinity),
		pauseMs: fc.constantFrom(0, 400, 1000, 60_000),
	}),
	{ minLength: 1, maxLength: 4 },
);

test(`bursts of any size come in full with the next poll, or with the one after that (seed ${seed})`, async () => {
	await fc.assert(
		fc.asyncProperty(
			listRules(fc.integer({ min: 2, max: 20 })),
			fc.nat(45),
			fc.nat(deepEvery),
			bursts,
			async (rules, before, polls, burst) => {
				const played = await begun(before, rules);
				const { account } = played;
				for (let poll = 0; poll < polls; poll++) await played.quietPoll();
				let now = Date.UTC(2026, 0, 1);
				for (const { count, afterMs, isPrivateEvery, pauseMs } of burst) {
					now += pauseMs;
					for (let index = 0; index < count; index++)
						account.publish((now += afterMs), (index + 1) % isPrivateEvery !== 0);
				}
				for (let poll = 0; poll < 2; poll++) {
					await played.quietPoll();
					checkPoll(played);
				}
				const missing = account.listed.filter(
					(post) => !post.wasListedAtBeginning && post.emitted === 0,
				);
				expect(missing).toEqual([]);
			},
		),
		{ seed, numRuns: 2_000 },
	);
}, 300_000);

test.each([
	{ count: 46, grainMs: 1, emitted: 46, calls: 5 },
	{ count: 20, grainMs: 1000, emitted: 20, calls: 5 },
	// No cursor leads to the others of the second; what is older comes all the same.
	{ count: 46, grainMs: 1000, emitted: 20, calls: 5 },
])(
	'$count posts of one second, cursors in $grainMs ms: $emitted of them and an older one with one poll, in $calls calls',
	async ({ count, grainMs, emitted, calls }) => {
		const played = await begun(30, { grainMs });
		const second = Date.UTC(2026, 0, 1);
		played.account.publish(second - 5_000, true);
		for (let index = 0; index < count; index++) played.account.publish(second + index * 20, true);
		expect(await played.quietPoll()).toBe(calls);
		expect(played.emitted).toHaveLength(emitted + 1);
		expect(await played.quietPoll()).toBe(1);
	},
);

test.each([40, 53, 200])(
	'500 posts, %i ms apart, take about a call for each page or second',
	async (afterMs) => {
		const played = await begun(30, { grainMs: 1 });
		const start = Date.UTC(2026, 0, 1);
		for (let index = 0; index < 500; index++) played.account.publish(start + index * afterMs, true);
		const calls = await played.quietPoll();
		expect(played.emitted).toHaveLength(500);
		expect(calls).toBeLessThanOrEqual(2 * (500 / 20) + 5);
	},
);

test('posts that come to light in a full second, since others of it go, come once each', async () => {
	const played = await begun(3);
	const second = Date.UTC(2026, 0, 1);
	for (let index = 0; index < 30; index++) played.account.publish(second + index * 20, true);
	await played.quietPoll();
	expect(played.emitted).toHaveLength(20);
	for (const post of played.account.posts.slice(-10)) post.isDeleted = true;
	expect(await settle(played, ({ wasListedAtBeginning }) => !wasListedAtBeginning)).toEqual([]);
	expect(played.account.posts.filter((post) => post.emitted === 1)).toHaveLength(30);
});
