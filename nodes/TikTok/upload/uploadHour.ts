/** How long an upload URL works (reference T§4.3), in ms. */
export const uploadUrlMs = 3_600_000;

/** So long the speed is watched before anything is said of it, in ms. */
const watchedMs = 300_000;

/** How many times faster than so far a line may become. */
const hope = 2;

/** An upload that is under way. */
export interface Pace {
	/** What has been sent since the watch began, in bytes and ms. */
	sentBytes: number;
	elapsedMs: number;
	/** What is still to be sent, and the time that the URL has left, in bytes and ms. */
	leftBytes: number;
	leftMs: number;
}

/** Whether an upload cannot be through before its URL expires, even on a line that is twice as fast from now on. */
export function cannotFinish({ sentBytes, elapsedMs, leftBytes, leftMs }: Pace): boolean {
	return elapsedMs >= watchedMs && sentBytes * hope * leftMs < leftBytes * elapsedMs;
}
