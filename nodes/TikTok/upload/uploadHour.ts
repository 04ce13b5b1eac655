import { TikTokError } from '../../shared/errors/tikTokError';
import type { VideoSource } from './source';
import type { Transfer } from './transfer';

/**
 * How long an upload URL works, in ms.
 * @see https://developers.tiktok.com/doc/content-posting-api-reference-direct-post
 */
export const uploadUrlMs = 3_600_000;

/** How long the speed is watched before anything is concluded from it, in ms. */
const watchedMs = 300_000;

/** How many times faster a line may still become. */
const maxSpeedUp = 2;

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
	return elapsedMs >= watchedMs && sentBytes * maxSpeedUp * leftMs < leftBytes * elapsedMs;
}

/**
 * Watches the hour of the upload URL, so that a transfer which cannot finish does not run to its end.
 *
 * @param next the index of the next chunk to send
 * @returns a function that gives the failure once that is certain
 */
export function watchHour(
	{ plan, publishId, expiresAt }: Transfer,
	source: VideoSource,
	next: number,
): () => TikTokError | undefined {
	const [beganAt, readBefore] = [Date.now(), source.handedOut()];
	return () => {
		const [elapsedMs, leftMs] = [Date.now() - beganAt, expiresAt - Date.now()];
		const sentBytes = source.handedOut() - readBefore;
		const leftBytes = plan.videoSize - next * plan.chunkSize - sentBytes;
		if (leftMs <= 0 || !cannotFinish({ sentBytes, elapsedMs, leftBytes, leftMs })) return undefined;
		const [sentMb, allMb] = [sentBytes, sentBytes + leftBytes].map((bytes) =>
			(bytes / 1e6).toFixed(1),
		);
		const [minutes, left] = [elapsedMs, leftMs].map((ms) => Math.round(ms / 60_000));
		return new TikTokError({
			code: 'upload_too_slow',
			publishId,
			detail: `In ${minutes} minutes ${sentMb} of ${allMb} MB went through, and ${left} minutes are left.`,
		});
	};
}
