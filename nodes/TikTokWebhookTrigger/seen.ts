import { createHash } from 'node:crypto';

/** How long an event is remembered, in seconds: TikTok repeats a delivery for up to 72 h (reference T§11). */
const keptSeconds = 74 * 3600;

/** How many events are remembered; the oldest go first. About 60 kB in n8n's database. */
const keptAtMost = 2_000;

/** Ends the handling of an event: whether n8n has taken it over. If not, TikTok's next delivery counts as the first. */
export type Settle = (isTaken: boolean) => void;

/**
 * The events that have already started the workflow. One lives as long as n8n's process, so that deliveries at the same
 * time know of each other; n8n's static data, which each of them loads and stores for itself, carries it over a restart.
 */
export class SeenEvents {
	/**
	 * Digest → unix time in seconds. The same object for good: n8n writes it as it is at the moment of writing, so that
	 * of two writes the later one holds the events of both.
	 */
	readonly record: Record<string, number> = {};

	private readonly underWay = new Map<string, Promise<void>>();

	/** Takes over what static data holds; anything but a record of digests is ignored. */
	recall(stored: unknown): void {
		for (const [digest, time] of Object.entries(stored ?? {})) {
			if (typeof time === 'number') this.record[digest] ??= time;
		}
	}

	/**
	 * Claims an event. A delivery of one that is still being handled waits for the outcome.
	 *
	 * @param identity see identityOf
	 * @param nowMs unix time in ms
	 * @returns undefined for a repeat
	 */
	async claim(identity: string, nowMs: number): Promise<Settle | undefined> {
		const digest = createHash('sha256').update(identity).digest('base64url').slice(0, 16);
		for (let other; (other = this.underWay.get(digest)); ) await other;
		const now = Math.floor(nowMs / 1000);
		this.forgetOld(now);
		if (Object.hasOwn(this.record, digest)) return undefined;
		this.record[digest] = now;
		let end = () => {};
		this.underWay.set(digest, new Promise((resolve) => (end = resolve)));
		return (isTaken) => {
			if (!isTaken) delete this.record[digest];
			this.underWay.delete(digest);
			end();
		};
	}

	private forgetOld(now: number): void {
		const byAge = Object.entries(this.record).sort(([, one], [, other]) => other - one);
		for (const [index, [digest, time]] of byAge.entries()) {
			// One is about to come.
			if (index >= keptAtMost - 1 || now - time > keptSeconds) delete this.record[digest];
		}
	}
}
