import { TikTokError } from '../shared/errors/tikTokError';
import type { Video } from '../shared/api/schemas/video';

/**
 * What a node remembers of an account's public posts; plain JSON. With all 1,000 posts it has 34 kB at most, with the 100
 * of the beginning 4 kB, however long the workflow runs.
 *
 * TikTok's list shows what is public now, newest first, and can only be walked down from a time
 * (https://developers.tiktok.com/doc/tiktok-api-v2-video-list): a post that comes late from moderation, or is made public after months, stands among old ones. Only ids tell it from them, so
 * those of the newest posts are kept. What is older than all of them ({@link FeedState.horizon}) counts as seen.
 */
export interface FeedState {
	/** The account's open id: another account begins anew. Null where TikTok did not name it. */
	account: string | null;
	/** Ids of the newest posts that were ever seen → `create_time`, in UTC seconds. */
	seen: Record<string, number>;
	/** Posts of this second and older ones count as seen; null where every post is remembered. */
	horizon: number | null;
	/** Where the list goes on below its newest page, in UTC ms; null where nothing lies there that could be new. */
	below: number | null;
	/** How far down the reading below the newest page has come, in UTC ms; null at its beginning. */
	deep: number | null;
	/** Whether a poll ran out of time: posts below {@link FeedState.deep} have not been read yet. */
	gap: boolean;
	/** Counts the polls up to the next one that reads below the newest page. */
	turn: number;
}

/** What a poll has read of the list: {@link readFeed}. */
export type Reading = Pick<FeedState, 'below' | 'deep' | 'gap' | 'turn'> & {
	/** Repeats and known ones among them. */
	videos: Video[];
};

/** How many posts are remembered. */
export const remembered = 1_000;

/**
 * The beginning: all posts that were read count as seen, and nothing is put out.
 *
 * @param horizon where the rest of the list begins, which was not read; null where there is none
 */
export function beginAt(
	account: string | null,
	reading: Reading,
	horizon: number | null,
): FeedState {
	const nothing: FeedState = { ...placeOf(reading), account, seen: {}, horizon: null };
	const { next } = advance(nothing, reading);
	return horizon === null ? next : withHorizon(next, horizon);
}

/**
 * The step of the cursor: decided by ids and TikTok's own times alone, never by n8n's clock.
 *
 * @param state what was remembered before; it is not changed
 * @param reading what this poll has read
 * @param limit how many posts are remembered
 * @returns the posts that are new, oldest first, and what to remember from now on
 */
export function advance(
	state: FeedState,
	reading: Reading,
	limit = remembered,
): { fresh: Video[]; next: FeedState } {
	const isFresh = freshnessOf(state);
	const once = new Map(reading.videos.map((video) => [video.id, video]));
	const fresh = [...once.values()].filter(isFresh).sort(oldestFirst);
	const next = { ...state, ...placeOf(reading) };
	if (fresh.length === 0) return { fresh, next };
	const added = fresh.map((video): [string, number] => [video.id, timeOf(video)]);
	const posts = [...Object.entries(state.seen), ...added].sort(([, a], [, b]) => b - a);
	const [newestDropped] = posts.splice(limit);
	next.seen = Object.fromEntries(posts);
	return { fresh, next: newestDropped ? withHorizon(next, newestDropped[1]) : next };
}

/** Which posts are new. */
export function freshnessOf({ seen, horizon }: FeedState): (video: Video) => boolean {
	return (video) => !Object.hasOwn(seen, video.id) && (horizon === null || timeOf(video) > horizon);
}

/** Whether a part of the list ends where everything counts as seen. */
export function reachesHorizon({ horizon }: FeedState, videos: Video[]): boolean {
	return horizon !== null && videos.some((video) => timeOf(video) <= horizon);
}

/** `create_time` in UTC seconds. @throws TikTokError where TikTok left it out: without it there is no order */
export function timeOf({ id, create_time }: Video): number {
	const seconds = Number(create_time ?? NaN);
	if (Number.isFinite(seconds)) return seconds;
	throw new TikTokError({
		code: 'answer_unreadable',
		detail: `The post ${id} has no usable 'create_time'.`,
	});
}

function withHorizon(state: FeedState, horizon: number): FeedState {
	const younger = Object.entries(state.seen).filter(([, time]) => time > horizon);
	return { ...state, horizon, seen: Object.fromEntries(younger) };
}

const placeOf = ({ below, deep, gap, turn }: Reading) => ({ below, deep, gap, turn });

/** Ids of one length count up; so do their digits. */
function oldestFirst(a: Video, b: Video): number {
	return timeOf(a) - timeOf(b) || a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
}
