/** Time as the program sees it: real in the terminal, skipped in tests. */
export interface Time {
	/** ms since the epoch. */
	now(): number;
	/** Waits so many ms, or until the person has had enough. */
	sleep(ms: number, enough?: AbortSignal): Promise<void>;
}

/** What calls are counted by. */
export const limits = {
	/**
	 * The three endpoints that begin a post: 6 a minute each by https://developers.tiktok.com/doc/content-posting-api-reference-direct-post;
	 * that they share one limit is not documented, and not excluded.
	 */
	inits: 6,
	/** https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info */
	'creator info': 20,
	/** https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
	status: 30,
	/** Not documented: as for the inits. */
	cancels: 6,
	/** 600 by https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit; 429 was seen after 36 calls in a row. */
	'user info and videos': 30,
	/** Not documented. */
	tokens: 30,
	/** Not documented. */
	'parts of an upload': 30,
} as const;

/** What the person reads. */
export const callNames: Record<Limit, string> = {
	inits: 'to begin posts or uploads',
	'creator info': 'for creator info',
	status: 'for the status of a post',
	cancels: 'to cancel',
	'user info and videos': 'for user info and lists of videos',
	tokens: 'about tokens',
	'parts of an upload': 'with a part of an upload',
};

export type Limit = keyof typeof limits;

/** How many calls of each kind. */
export type Calls = Partial<Record<Limit, number>>;

/** TikTok's minute, and a little more: its clock is not ours. In ms. */
const WINDOW_MS = 62_000;

/** Between any two calls, in ms: one second apart, list calls drew no 429 (seen in September 2026). */
const GAP_MS = 1_000;

/** Keeps calls below TikTok's limits. */
export class Pace {
	private readonly made = new Map<Limit, number[]>();

	private last = -Infinity;

	constructor(private readonly time: Time) {}

	/** Waits until a call of this kind may go out, and counts it. @param atOnce leaves out the gap to the call before */
	async take(limit: Limit, atOnce = false): Promise<void> {
		const made = this.made.get(limit) ?? [];
		const oldest = made.length < limits[limit] ? -Infinity : (made.at(-limits[limit]) ?? 0);
		const due = Math.max(this.last + (atOnce ? 0 : GAP_MS), oldest + WINDOW_MS);
		const wait = due - this.time.now();
		if (wait > 0) await this.time.sleep(wait);
		this.last = this.time.now();
		this.made.set(limit, [...made, this.last]);
	}
}

export function addCalls(all: readonly Calls[]): Calls {
	const sum: Calls = {};
	for (const calls of all)
		for (const [limit, count] of entries(calls)) sum[limit] = (sum[limit] ?? 0) + count;
	return sum;
}

export const entries = (calls: Calls): Array<[Limit, number]> =>
	Object.entries(calls) as Array<[Limit, number]>; // the keys of the type

export const countCalls = (calls: Calls): number =>
	entries(calls).reduce((sum, [, count]) => sum + count, 0);

/** How long so many calls take at this pace, one second for each answer, in ms. */
export async function duration(groups: readonly Calls[]): Promise<number> {
	let now = 0;
	const time = { now: () => now, sleep: async (ms: number) => void (now += ms) };
	const pace = new Pace(time);
	for (const [limit, count] of groups.flatMap(entries))
		for (let call = 0; call < count; call++) {
			await pace.take(limit);
			now += 1_000;
		}
	return now;
}
