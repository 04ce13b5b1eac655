import { createHash } from 'node:crypto';

/**
 * How long an event is remembered, in seconds: TikTok repeats a delivery for up to 72 hours
 * (https://developers.tiktok.com/doc/webhooks-overview).
 */
const keptSeconds = 74 * 3600;

/** How many events are remembered; the oldest go first. About 60 kB in n8n's database. */
const maxKept = 2_000;

/** What a response says of the answer that n8n gives with it: the part of Node's ServerResponse that is needed. */
export interface Answer {
	readonly statusCode: number;
	/** Whether the connection has closed. */
	readonly destroyed: boolean;
	once(event: 'close', listener: () => void): unknown;
}

/** A delivery that n8n has not finished with. */
interface Delivery {
	answer: Answer;
	/** Settles with the connection. */
	closing: Promise<void>;
	isClosed: boolean;
	/** Whether n8n has asked what to answer, which it does once the execution has been made (n8n 1: just before). */
	isTaken: boolean;
}

/** What a delivery is; `undecided` where a delivery of the same event hung up and n8n has not finished with it. */
export type Claim = 'first' | 'repeat' | 'undecided';

/** What tells one event from another, in a few bytes. */
export function digestOf(identity: string): string {
	return createHash('sha256').update(identity).digest('base64url').slice(0, 16);
}

/**
 * The events that have already started the workflow. One lives as long as n8n's process, so that deliveries at the same
 * time know of each other; n8n's static data, which each of them loads and stores for itself, carries it over a restart.
 *
 * An event is entered when n8n has taken it over, not before: any delivery may store the record at any moment, and an event
 * that is stored counts as delivered, even if n8n is killed or cannot start the workflow.
 */
export class SeenEvents {
	/**
	 * Digest → unix time in seconds, negative for an event that n8n refused after all. The same object for good: n8n writes
	 * it as it is at the moment of writing, so that of two writes the later one holds the events of both.
	 */
	readonly record: Record<string, number> = {};

	private readonly underWay = new Map<string, Delivery>();

	/** Takes over what static data holds; anything but a record of digests is ignored. */
	recall(stored: unknown): void {
		for (const [digest, time] of Object.entries(stored ?? {})) {
			if (typeof time === 'number') this.record[digest] ??= time;
		}
	}

	/**
	 * Claims an event. A delivery of one that is still being handled waits until the other’s connection has closed, which n8n's
	 * answer brings about.
	 *
	 * @param answer n8n's, to this delivery
	 * @param nowMs unix time in ms
	 */
	async claim(digest: string, answer: Answer, nowMs: number): Promise<Claim> {
		this.settle();
		for (let other; (other = this.underWay.get(digest)); ) {
			await other.closing;
			this.settle();
			if (this.underWay.get(digest) === other) return 'undecided';
		}
		const time = this.record[digest] ?? 0;
		if (time > 0 && Math.floor(nowMs / 1000) - time <= keptSeconds) return 'repeat';
		this.underWay.set(digest, this.follow(answer));
		return 'first';
	}

	/** n8n takes a claimed event over. */
	take(digest: string, nowMs: number): void {
		const delivery = this.underWay.get(digest);
		if (delivery) delivery.isTaken = true;
		const now = Math.floor(nowMs / 1000);
		this.forgetOld(now);
		this.record[digest] = now;
	}

	private follow(answer: Answer): Delivery {
		const delivery: Delivery = {
			answer,
			closing: Promise.resolve(),
			// Whoever delivers may have hung up while this one waited: then nothing closes any more.
			isClosed: answer.destroyed,
			isTaken: false,
		};
		if (delivery.isClosed) return delivery;
		delivery.closing = new Promise((resolve) => {
			answer.once('close', () => {
				delivery.isClosed = true;
				this.settle();
				resolve();
			});
		});
		return delivery;
	}

	/**
	 * Enters how deliveries have ended. One whose sender hung up closes before n8n has answered, and nothing is heard of it
	 * any more: what n8n would have answered is seen in its status later.
	 */
	private settle(): void {
		for (const [digest, { answer, isClosed, isTaken }] of this.underWay) {
			const isRefused = answer.statusCode >= 400;
			if (!isClosed || !(isRefused || isTaken)) continue;
			this.underWay.delete(digest);
			// It may be in n8n's database by now: what stands there is not to bring it back.
			if (isRefused && isTaken) this.record[digest] *= -1;
		}
	}

	private forgetOld(now: number): void {
		const byAge = Object.entries(this.record).sort(([, one], [, other]) => other - one);
		for (const [index, [digest, time]] of byAge.entries()) {
			// One is about to come.
			if (index >= maxKept - 1 || now - time > keptSeconds) delete this.record[digest];
		}
	}
}
