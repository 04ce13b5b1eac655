/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { jest } from '@jest/globals';

/** The waits that are skipped, in ms: those of the node (retries, status calls, TikTok's minute) and of the simulator. */
const [shortest, longest] = [500, 61_000];

/** From here on only a plain `sleep` is skipped, in ms: the rest are deadlines of requests. */
const deadlines = 45_000;

/** Whether a timer does nothing but end a promise, as n8n's `sleep` does. */
const isSleep = (run: unknown): boolean => Function.prototype.toString.call(run).includes('[native code]');

/**
 * Time that passes as fast as the program waits: a wait ends at once, and the clock stands where it would have stood. The
 * simulator runs in the same process and reads the same clock, so TikTok's windows and the node's stay in step.
 */
export class SkippedTime {
	private skipped = 0;

	private readonly spies: Array<{ mockRestore(): void }>;

	constructor() {
		const realNow = Date.now.bind(Date);
		const realTimeout = globalThis.setTimeout;
		const wait = (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
			const isSkipped = ms >= shortest && ms <= (isSleep(run) ? longest : deadlines);
			if (!isSkipped) return realTimeout(run, ms, ...given);
			const due = Date.now() + ms;
			return realTimeout(() => {
				this.skipped = Math.max(this.skipped, due - realNow());
				run(...given);
			}, 1);
		};
		this.spies = [
			jest.spyOn(Date, 'now').mockImplementation(() => realNow() + this.skipped),
			jest.spyOn(globalThis, 'setTimeout').mockImplementation(wait as typeof setTimeout),
		];
	}

	/** Real time from now on; the clock goes back. */
	restore(): void {
		for (const spy of this.spies) spy.mockRestore();
	}
}
