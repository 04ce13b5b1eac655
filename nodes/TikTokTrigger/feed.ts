import type { VideoPage } from '../shared/api/listVideos';
import type { Video } from '../shared/api/schemas/video';
import {
	advance,
	beginAt,
	freshnessOf,
	reachesHorizon,
	type FeedState,
	type Reading,
} from './cursor';

/** One call of TikTok's list; without a time, its newest page. */
export type ReadPage = (beforeMs?: number) => Promise<VideoPage>;

/** How many pages are read to begin with: about 100 posts, of which hidden ones may turn up later. */
const pagesToBegin = 5;

/**
 * Each sixth poll reads below the newest page in place of it, one page further down each time, and round again: this is how
 * late posts among old ones are found with one call a poll. What is new at the top comes a poll later then. Accounts that
 * fit on one page do without.
 */
export const deepEvery = 6;

/** What a poll is about. */
export interface FeedPoll {
	/** What was remembered; undefined before the first poll. */
	state?: FeedState;
	/** The connected account's open id; undefined where TikTok did not name it: then it counts as the one before. */
	account?: string;
	readPage: ReadPage;
	/** Asked before each further call: whether the rest is to be left to the next poll. */
	isTimeUp: () => boolean;
	/** How many posts are remembered. */
	limit?: number;
}

/**
 * One poll of an account's posts. The first one of an account puts out nothing.
 *
 * @returns the new posts, oldest first, and what to remember once they are handed over
 * @throws what readPage throws
 */
export async function pollFeed(poll: FeedPoll): Promise<{ fresh: Video[]; next: FeedState }> {
	const { state, account, readPage, isTimeUp, limit } = poll;
	if (state && isSame(state.account, account)) {
		const reading = await readFeed(state, readPage, isTimeUp);
		return advance({ ...state, account: account ?? state.account }, reading, limit);
	}
	const { reading, horizon } = await readBeginning(readPage, isTimeUp);
	return { fresh: [], next: beginAt(account ?? null, reading, horizon) };
}

const isSame = (before: string | null, now?: string) =>
	before === null || now === undefined || before === now;

/**
 * Reads what may be new: the newest page, and the next ones until one shows only posts that are known. One call when
 * nothing is new. When the time is up, the rest is left to the next poll, which goes on there, one page at least, down to
 * the end.
 */
async function readFeed(
	state: FeedState,
	readPage: ReadPage,
	isTimeUp: () => boolean,
): Promise<Reading> {
	const isFresh = freshnessOf(state);
	const reading = emptyReading(state);
	const ids = new Set<string>();
	const read = async (beforeMs?: number) => {
		const { videos, next } = await readPage(beforeMs);
		const added = videos.filter(({ id }) => !ids.has(id));
		for (const { id } of added) ids.add(id);
		reading.videos.push(...added);
		return {
			hasNews: added.some(isFresh),
			// It repeats the page before, where that lies inside a second, or TikTok has left out what is not public: it tells
			// nothing about the posts below it.
			addsNothing: added.length === 0,
			next: next === undefined || reachesHorizon(state, videos) ? null : next,
		};
	};

	const start = state.deep ?? state.below;
	reading.turn = start === null ? 0 : (state.turn + 1) % deepEvery;
	if (start !== null && reading.turn === 0 && !state.gap) {
		const { hasNews, next } = await read(start);
		reading.deep = next;
		if (!hasNews) return reading;
	}

	let page = await read();
	reading.below = page.next;
	let goesOn = page.hasNews;
	while (goesOn && page.next !== null) {
		// What lies below is read to the end next time, an older gap included.
		if (isTimeUp()) return { ...reading, deep: page.next, gap: true };
		page = await read(page.next);
		goesOn = page.hasNews || page.addsNothing;
	}

	if (!state.gap) return reading;
	for (let deep = state.deep; deep !== null; ) {
		deep = (await read(deep)).next;
		if (deep !== null && isTimeUp()) return { ...reading, deep, gap: true };
	}
	return { ...reading, deep: null, gap: false };
}

/**
 * Reads the newest posts to begin with.
 *
 * @returns what was read, and the newest second of which posts may be unread; null at the end of the list
 */
async function readBeginning(
	readPage: ReadPage,
	isTimeUp: () => boolean,
): Promise<{ reading: Reading; horizon: number | null }> {
	const reading = emptyReading();
	let before: number | undefined;
	for (let pages = 1; ; pages++) {
		const { videos, next } = await readPage(before);
		reading.videos.push(...videos);
		if (next === undefined) return { reading, horizon: null };
		if (pages === 1) reading.below = next;
		if (pages === pagesToBegin || isTimeUp())
			return { reading, horizon: Math.ceil(next / 1000) - 1 };
		before = next;
	}
}

function emptyReading(state?: FeedState): Reading {
	const { below = null, deep = null, gap = false, turn = 0 } = state ?? {};
	return { videos: [], below, deep, gap, turn };
}
