/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the simulator is a Node program and keeps time */

interface Alarm {
	due: number;
	run: () => void;
}

/** setTimeout takes at most 2^31 - 1 ms; a longer wait is armed again. */
const LONGEST_TIMEOUT = 2_147_483_647;

/**
 * The simulator's time: real time plus an offset that only grows through `advance`, plus a skew.
 * Everything that takes time at TikTok (processing, moderation, expiry, rate windows) is measured on it.
 */
export class Clock {
	private offset = 0;

	/** How far this clock is ahead of the machine's besides what was advanced, in ms; negative = behind. Rings no alarms. */
	skewMs = 0;

	private alarms: Alarm[] = [];

	private timer: NodeJS.Timeout | undefined;

	/** The simulated time, in ms since the epoch. */
	now(): number {
		return this.elapsed() + this.skewMs;
	}

	/** Runs `run` once, `ms` from now on this clock. Returns a function that calls it off. */
	after(ms: number, run: () => void): () => void {
		const alarm: Alarm = { due: this.elapsed() + ms, run };
		this.alarms.push(alarm);
		this.alarms.sort((a, b) => a.due - b.due);
		this.arm();
		return () => {
			this.alarms = this.alarms.filter((other) => other !== alarm);
			this.arm();
		};
	}

	/** Lets `ms` pass at once; what falls due on the way happens in order, each at its own time. */
	advance(ms: number): void {
		const target = this.elapsed() + ms;
		for (
			let next = this.alarms[0];
			next !== undefined && next.due <= target;
			next = this.alarms[0]
		) {
			this.offset += Math.max(0, next.due - this.elapsed());
			this.alarms.shift();
			next.run();
		}
		this.offset += Math.max(0, target - this.elapsed());
		this.arm();
	}

	/** Forgets all alarms and returns to real time. */
	reset(): void {
		this.skewMs = 0;
		this.alarms = [];
		this.offset = 0;
		clearTimeout(this.timer);
		this.timer = undefined;
	}

	/** Real time plus what was advanced: what alarms go by. */
	private elapsed(): number {
		return Date.now() + this.offset;
	}

	private arm(): void {
		clearTimeout(this.timer);
		const next = this.alarms[0];
		if (next === undefined) return;
		const wait = Math.min(LONGEST_TIMEOUT, Math.max(0, next.due - this.elapsed()));
		this.timer = setTimeout(() => this.advance(0), wait);
		this.timer.unref();
	}
}
