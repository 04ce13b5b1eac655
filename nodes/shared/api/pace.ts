import { Lock } from '../async/lock';
import { wait } from '../async/wait';
import { rethrow } from '../errors/rethrow';

/**
 * How many calls TikTok allows for each access token within a sliding minute, as the page of each endpoint says (see
 * endpoints.ts); for `display`: https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit
 */
const limits = {
	/** The three init endpoints together, to be safe: TikTok does not say whether they share the limit. */
	init: 6,
	creatorInfo: 20,
	status: 30,
	/** User info, video list and video query; TikTok allows that many of each. */
	display: 600,
} as const;

/** A limit, by the calls that are counted together. */
export type Pace = keyof typeof limits;

/**
 * The length of the window, in ms. A call counts from the moment of its answer, so that it has left TikTok's window when it
 * leaves ours. The extra time is for clocks that differ in speed.
 */
const windowMs = 60_000 + 50;

/** Calls are admitted one after the other, in the order in which they came. */
const admissions = new Lock<RateLimiter>();

/** The calls that one account makes under one limit. */
class RateLimiter {
	/** When the calls of the last minute were answered, in ms since the epoch. */
	private answeredAt: number[] = [];

	/** Calls in flight or waiting. */
	private pending = 0;

	private inFlight = 0;

	constructor(private readonly limit: number) {}

	/**
	 * Waits until a call is admitted; {@link release} must follow.
	 *
	 * @throws Error when the execution is cancelled meanwhile
	 */
	async acquire(signal?: AbortSignal): Promise<void> {
		this.pending += 1;
		try {
			await admissions.run(this, async () => await this.waitForRoom(signal), signal);
		} catch (error) {
			this.pending -= 1;
			rethrow(error);
		}
	}

	/** @param counts whether the call counts towards TikTok's limit */
	release(counts: boolean): void {
		this.pending -= 1;
		this.inFlight -= 1;
		if (counts) this.answeredAt.push(Date.now());
	}

	/** Whether no call was made within the last minute and none waits. */
	get isIdle(): boolean {
		this.dropExpired();
		return this.pending === 0 && this.answeredAt.length === 0;
	}

	private async waitForRoom(signal?: AbortSignal): Promise<void> {
		for (;;) {
			this.dropExpired();
			if (this.answeredAt.length + this.inFlight < this.limit) break;
			const [oldest] = this.answeredAt;
			// If none has been answered yet, all are in flight.
			await wait(oldest === undefined ? 100 : oldest + windowMs - Date.now(), signal);
		}
		this.inFlight += 1;
	}

	private dropExpired(): void {
		const begin = Date.now() - windowMs;
		while (this.answeredAt.length > 0 && this.answeredAt[0] <= begin) this.answeredAt.shift();
	}
}

/** By account and limit; shared by all nodes and executions of this process. */
const limiters = new Map<string, RateLimiter>();

/** A call, and the limit that applies to it. */
export interface PacedCall<T> {
	/** Whose calls are counted together. */
	account: string;
	pace: Pace;
	/** The execution's cancel signal. */
	signal?: AbortSignal;
	call: () => Promise<T>;
	/** Whether TikTok counts a call with this outcome; a call over the limit does not count here. */
	counts: (outcome: T) => boolean;
}

/**
 * Keeps to TikTok's limits in advance: waits until the call fits into the account's window, then makes it. Calls of other
 * processes are not known here; if they use the limit up, TikTok answers 429, and the call is retried later (retry.ts).
 *
 * @returns what the call returns
 * @throws Error when the execution is cancelled while the call waits; whatever the call throws
 */
export async function paced<T>({ account, pace, signal, call, counts }: PacedCall<T>): Promise<T> {
	for (const [key, { isIdle }] of limiters) if (isIdle) limiters.delete(key);
	const key = `${account}/${pace}`;
	const limiter = limiters.get(key) ?? new RateLimiter(limits[pace]);
	limiters.set(key, limiter);
	await limiter.acquire(signal);
	let counted = true;
	try {
		const outcome = await call();
		counted = counts(outcome);
		return outcome;
	} finally {
		limiter.release(counted);
	}
}
