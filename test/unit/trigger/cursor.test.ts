/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import type { FeedState } from '../../../nodes/TikTokTrigger/cursor';
import { deepEvery, pollFeed } from '../../../nodes/TikTokTrigger/feed';
import { ModelAccount, type ModelPost } from './account';
import { history, Play, type History, type Step } from './history';
import { begun, checkPoll, secondOf, settle } from './playing';

/** `SEED=… npx jest test/unit/trigger/cursor` repeats a run. */
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

async function play(given: History, limit?: number): Promise<Play> {
	const played = new Play(given, limit);
	await played.begin();
	checkPoll(played);
	for (const step of given.steps) {
		await played.step(step);
		if (step.kind === 'poll') checkPoll(played);
	}
	return played;
}

test(`each post that became public after activation comes exactly once, in order (seed ${seed})`, async () => {
	let emitted = 0;
	await fc.assert(
		// So few posts at the beginning that they are all remembered.
		fc.asyncProperty(history(4), async (given) => {
			const played = await play(given);
			expect(await settle(played, ({ wasListedAtBeginning }) => !wasListedAtBeginning)).toEqual([]);
			emitted += played.account.posts.filter((post) => post.emitted === 1).length;
			for (let poll = 0; poll < 2 * deepEvery; poll++) {
				expect(await played.quietPoll()).toBe(1);
				expect(played.emitted).toEqual([]);
			}
		}),
		{ seed, numRuns: 3_000 },
	);
	expect(emitted).toBeGreaterThan(3_000);
}, 300_000);

test(`with little memory nothing comes twice either, and no post is lost that has few newer ones (seed ${seed})`, async () => {
	let forgot = 0;
	await fc.assert(
		fc.asyncProperty(history(30), fc.integer({ min: 1, max: 12 }), async (given, limit) => {
			const played = await play(given, limit);
			const { account } = played;
			const newest = Math.max(
				-Infinity,
				...account.posts.filter((post) => post.wasListedAtBeginning).map(secondOf),
			);
			const atLeastAsNew = (post: ModelPost) =>
				account.posts.filter((other) => secondOf(other) >= secondOf(post)).length;
			const isPromised = (post: ModelPost) =>
				!post.wasListedAtBeginning && secondOf(post) > newest + 1 && atLeastAsNew(post) <= limit;
			expect(await settle(played, isPromised)).toEqual([]);
			expect(Object.keys(played.state?.seen ?? {}).length).toBeLessThanOrEqual(Math.max(limit, 25));
			if (played.state?.horizon != null) forgot += 1;
		}),
		{ seed, numRuns: 2_000 },
	);
	expect(forgot).toBeGreaterThan(500);
}, 300_000);

const publish = (count: number): Step => ({
	kind: 'publish',
	count,
	afterMs: 30_000,
	backMs: 0,
	hidden: false,
});
const inTime = (callsInTime: number): Step => ({
	kind: 'poll',
	callsInTime,
	isKilled: false,
	between: [],
});

test.each([1, 19, 20, 21, 45, 500])(
	'%i new posts at once come with the next poll',
	async (count) => {
		const played = await begun(30);
		await played.step(publish(count));
		await played.quietPoll();
		expect(played.emitted).toHaveLength(count);
		expect(await played.quietPoll()).toBe(1);
	},
);

test('500 new posts, of which a poll has time for 100: the rest comes with the next polls, oldest first in each, none lost', async () => {
	const played = await begun(30);
	await played.step(publish(500));
	const counts: number[] = [];
	for (let poll = 0; poll < 8; poll++) {
		await played.step(inTime(5));
		checkPoll(played);
		counts.push(played.emitted.length);
	}
	expect(counts[0]).toBeGreaterThan(90);
	expect(counts.reduce((sum, count) => sum + count)).toBe(500);
	expect(played.account.posts.filter(({ emitted }) => emitted !== 1)).toHaveLength(30);
});

test('new posts while older ones are still to be read: both come', async () => {
	const played = await begun(30);
	await played.step(publish(100));
	await played.step(inTime(2));
	await played.step(publish(60));
	for (let poll = 0; poll < 12; poll++) {
		await played.step(inTime(2));
		checkPoll(played);
	}
	expect(played.account.posts.filter(({ emitted }) => emitted === 1)).toHaveLength(160);
});

test('a post that is shown among the oldest of 100 comes with a later poll, which makes one call each until then', async () => {
	const played = await begun(90);
	played.account.posts[3].isPublic = false;
	played.account.publish(Date.UTC(2025, 0, 1) + 200_500, true);
	for (let poll = 0; poll < deepEvery * 6 && played.emitted.length === 0; poll++) {
		const calls = await played.quietPoll();
		if (played.emitted.length === 0) expect(calls).toBe(1);
	}
	expect(played.emitted).toEqual([played.account.posts[90]]);
});

test('what is remembered stays below 34 kB', async () => {
	const played = await begun(3);
	for (let day = 0; day < 40; day++) {
		await played.step(publish(50));
		// One of the two may look below the newest page.
		for (let poll = 0; poll < 2; poll++) await played.quietPoll();
	}
	expect(played.account.posts.filter(({ emitted }) => emitted === 1)).toHaveLength(2_000);
	expect(Object.keys(played.state?.seen ?? {})).toHaveLength(1_000);
	expect(JSON.stringify(played.state).length).toBeLessThan(34_000);
});

test('another account on the credential begins anew: its posts are no news', async () => {
	const one = new ModelAccount({ pageSize: 20, grainMs: 1000, cutsBeforeFilter: false });
	const other = new ModelAccount({ pageSize: 20, grainMs: 1000, cutsBeforeFilter: false });
	for (const account of [one, other]) account.publish(Date.UTC(2026, 0, 1), true);
	other.posts[0].id = '7500000000000000000';
	const poll = async (open: string | undefined, account: ModelAccount, state?: FeedState) =>
		await pollFeed({
			state,
			account: open,
			readPage: async (beforeMs) => account.page(beforeMs),
			isTimeUp: () => false,
		});
	const first = await poll('one', one);
	const changed = await poll('other', other, first.next);
	expect(changed.fresh).toEqual([]);
	other.publish(Date.UTC(2026, 0, 2), true);
	expect((await poll('other', other, changed.next)).fresh).toHaveLength(1);
	// TikTok does not always name it: then it is the same one.
	const unnamed = await poll(undefined, other, changed.next);
	expect(unnamed.fresh).toHaveLength(1);
	other.publish(Date.UTC(2026, 0, 3), true);
	expect((await poll('other', other, unnamed.next)).fresh).toHaveLength(1);
	const neverNamed = await poll(undefined, one);
	one.publish(Date.UTC(2026, 0, 2), true);
	expect((await poll('one', one, neverNamed.next)).fresh).toHaveLength(1);
});

test('posts of one second come in the order of their ids', async () => {
	const played = await begun(1);
	await played.step({ kind: 'publish', count: 5, afterMs: 0, backMs: 0, hidden: false });
	await played.quietPoll();
	expect(played.emitted.map(({ id }) => id)).toEqual(
		played.account.posts.slice(1).map(({ id }) => id),
	);
});

test('a post without a time is refused, not lost', async () => {
	const readPage = async () => ({ videos: [{ id: '1' }] });
	await expect(pollFeed({ account: 'one', readPage, isTimeUp: () => false })).rejects.toThrow(
		/was not in TikTok’s format/,
	);
});
