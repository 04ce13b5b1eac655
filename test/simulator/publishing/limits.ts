import type { Clock } from '../clock';

const MINUTE = 60_000;

/** Sliding windows of one minute (https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit), one for each key. */
export class RateLimits {
	private readonly calls = new Map<string, number[]>();

	constructor(private readonly clock: Clock) {}

	/**
	 * Counts a call, if there is room.
	 * @param limit calls per minute
	 * @param countRefused whether a call over the limit is counted as well
	 * @returns whether the call may go on
	 */
	take(key: string, limit: number, countRefused: boolean): boolean {
		const now = this.clock.now();
		const recent = (this.calls.get(key) ?? []).filter((at) => at > now - MINUTE);
		const allowed = recent.length < limit;
		if (allowed || countRefused) recent.push(now);
		this.calls.set(key, recent);
		return allowed;
	}

	reset(): void {
		this.calls.clear();
	}
}
