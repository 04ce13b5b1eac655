/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { jest } from '@jest/globals';

/** The waits that are skipped, in ms: those of the node (retries, status calls, TikTok's minute) and of the simulator. */
const [shortest, longest] = [500, 61_000];

/** From here on only a plain `sleep` is skipped, in ms: the rest are deadlines of requests. */
const deadlines = 45_000;

/** Whether a timer does nothing but end a promise, as n8n's `sleep` does. */
const isSleep = (run: unknown): boolean =>
	Function.prototype.toString.call(run).includes('[native code]');

/** A deadline that has not come. */
interface Deadline {
	due: number;
	run: () => void;
}

/**
 * Time that passes as fast as the program waits: a wait ends at once, and the clock stands where it would have stood. The
 * simulator runs in the same process and reads the same clock, so TikTok's windows and the node's stay in step.
 */
export class SkippedTime {
	/** The waits that were asked for, in ms. */
	asked: number[] = [];

	/** Told at the end of each wait how long it was, in ms. */
	onWait: ((ms: number) => void) | undefined;

	private skipped = 0;

	private readonly pending = new Map<unknown, Deadline>();

	private readonly spies: Array<{ mockRestore(): void }>;

	constructor() {
		const realNow = Date.now.bind(Date);
		const [realTimeout, realClear] = [globalThis.setTimeout, globalThis.clearTimeout];
		const wait = (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
			const due = Date.now() + ms;
			if (ms < shortest) return realTimeout(run, ms, ...given);
			if (ms > (isSleep(run) ? longest : deadlines)) {
				const expire = () => {
					realClear(timer);
					if (this.pending.delete(timer)) run(...given);
				};
				const timer = realTimeout(expire, ms);
				this.pending.set(timer, { due, run: expire });
				return timer;
			}
			this.asked.push(ms);
			return realTimeout(() => {
				this.skipped = Math.max(this.skipped, due - realNow());
				this.onWait?.(ms);
				run(...given);
			}, 1);
		};
		const clear = (timer: Parameters<typeof clearTimeout>[0]) => {
			this.pending.delete(timer);
			realClear(timer);
		};
		this.spies = [
			jest.spyOn(Date, 'now').mockImplementation(() => realNow() + this.skipped),
			jest.spyOn(globalThis, 'setTimeout').mockImplementation(wait as typeof setTimeout),
			jest.spyOn(globalThis, 'clearTimeout').mockImplementation(clear),
		];
	}

	/** To be called before each test that looks at `asked` or sets `onWait`. */
	begin(): void {
		this.asked = [];
		this.onWait = undefined;
	}

	/** Lets a time pass in which nothing happens, in ms: deadlines that are due by then come. */
	pass(ms: number): void {
		this.skipped += ms;
		const due = [...this.pending.values()].filter((deadline) => deadline.due <= Date.now());
		for (const deadline of due.sort((a, b) => a.due - b.due)) deadline.run();
	}

	/** Real time from now on; the clock goes back. */
	restore(): void {
		for (const spy of this.spies) spy.mockRestore();
	}
}
