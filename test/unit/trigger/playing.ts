import { expect } from '@jest/globals';

import { deepEvery } from '../../../nodes/TikTokTrigger/feed';
import type { ListRules, ModelPost } from './account';
import { Play } from './history';

export const secondOf = ({ madeAt }: ModelPost) => Math.floor(madeAt / 1000);

/** What holds in every poll: once, nothing from before, oldest first, and an end to the calls. */
export function checkPoll({ emitted, calls, account: { posts } }: Play): void {
	for (const post of emitted) {
		if (post.emitted !== 1) throw new Error(`${post.id} came ${post.emitted} times`);
		if (post.wasListedAtBeginning) throw new Error(`${post.id} was there at the beginning`);
	}
	const times = emitted.map(secondOf);
	expect(times).toEqual([...times].sort((a, b) => a - b));
	// The newest page and one below it; no cursor twice of the three that a second has, and of the two of a page's end.
	expect(calls).toBeLessThanOrEqual(2 + 3 * new Set(posts.map(secondOf)).size + 2 * posts.length);
}

/**
 * Polls on until everything that is promised has come, then on for a while: nothing comes twice, with one call a poll.
 *
 * @returns what did not come
 */
export async function settle(
	played: Play,
	isPromised: (post: ModelPost) => boolean,
): Promise<ModelPost[]> {
	const { account } = played;
	const missing = () => account.listed.filter((post) => post.emitted === 0 && isPromised(post));
	// A round below the newest page takes so many polls at most; the first one may be half over.
	const polls = 2 * deepEvery * (3 * account.posts.length + 4);
	for (let poll = 0; poll < polls && (poll === 0 || missing().length > 0); poll++) {
		await played.quietPoll();
		checkPoll(played);
	}
	return missing();
}

/** A played account with public posts a minute apart, polled once at the beginning. */
export async function begun(before: number, rules: Partial<ListRules> = {}): Promise<Play> {
	const played = new Play({
		rules: { pageSize: 20, grainMs: 1000, cutsBeforeFilter: false, ...rules },
		keeps: 'staged',
		before: 0,
		steps: [],
	});
	const { account } = played;
	for (let index = 0; index < before; index++)
		account.publish(Date.UTC(2025, 0, 1) + index * 60_000, true);
	await played.begin();
	return played;
}
