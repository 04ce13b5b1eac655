import { endsFirst, throwIfCancelled, wait } from '../async/wait';

/** Calls that TikTok allows for an account within a sliding minute (reference T§12.2). */
const limits = {
	/** The three init endpoints together: it is not stated whether they share a limit (T§16, item 26). */
	init: 6,
	creatorInfo: 20,
	status: 30,
	display: 600,
} as const;

/** What is counted together. */
export type Pace = keyof typeof limits;

/**
 * TikTok's minute, in ms. A call counts from its answer on, so that it has surely left TikTok's window when ours is over;
 * the rest is for clocks that differ in speed.
 */
const windowMs = 60_000 + 50;

/** The calls of one account to one kind of endpoint. */
class Minute {
	private answeredAt: number[] = [];

	/** Made or waiting to be made. */
	private pending = 0;

	private underWay = 0;

	/** Those who wait go in their order. */
	private queue: Promise<void> = Promise.resolve();

	constructor(private readonly limit: number) {}

	async enter(signal?: AbortSignal): Promise<void> {
		throwIfCancelled(signal);
		this.pending += 1;
		const turn = this.queue.then(async () => await this.waitForRoom(signal));
		this.queue = turn.catch(() => {
			this.pending -= 1;
		});
		if (await endsFirst(turn, signal)) return;
		// The place in the queue is given back when its turn comes.
		void turn.then(
			() => this.leave(false),
			() => {},
		);
		throwIfCancelled(signal);
	}

	leave(counts: boolean): void {
		this.pending -= 1;
		this.underWay -= 1;
		if (counts) this.answeredAt.push(Date.now());
	}

	/** Whether nothing was called for a minute, and nothing waits. */
	get isIdle(): boolean {
		this.forget();
		return this.pending === 0 && this.answeredAt.length === 0;
	}

	private async waitForRoom(signal?: AbortSignal): Promise<void> {
		for (;;) {
			this.forget();
			if (this.answeredAt.length + this.underWay < this.limit) break;
			const [oldest] = this.answeredAt;
			// With none answered yet, all are under way.
			await wait(oldest === undefined ? 100 : oldest + windowMs - Date.now(), signal);
		}
		this.underWay += 1;
	}

	private forget(): void {
		const begin = Date.now() - windowMs;
		while (this.answeredAt.length > 0 && this.answeredAt[0] <= begin) this.answeredAt.shift();
	}
}

/** By account and kind; shared by all nodes and executions of this process. */
const minutes = new Map<string, Minute>();

/** How {@link paced} is to treat a call. */
export interface PacedCall<T> {
	/** Who the limit counts for. */
	account: string;
	/** What is counted together. */
	pace: Pace;
	signal?: AbortSignal;
	call: () => Promise<T>;
	/** Whether TikTok has counted a call that ended like this: not one that it refused for the limit itself. */
	counts: (outcome: T) => boolean;
}

/**
 * Keeps to TikTok's limits ahead of time: waits until the call fits into the account's minute, then makes it. Other
 * processes are not known here; what they use up comes back as 429 and is waited for (retry.ts).
 *
 * @throws Error when the execution is cancelled while it waits; what the call throws
 */
export async function paced<T>({ account, pace, signal, call, counts }: PacedCall<T>): Promise<T> {
	for (const [key, minute] of minutes) if (minute.isIdle) minutes.delete(key);
	const key = `${account}/${pace}`;
	const minute = minutes.get(key) ?? new Minute(limits[pace]);
	minutes.set(key, minute);
	await minute.enter(signal);
	let counted = true;
	try {
		const outcome = await call();
		counted = counts(outcome);
		return outcome;
	} finally {
		minute.leave(counted);
	}
}
