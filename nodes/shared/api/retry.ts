import type { TikTokError } from '../errors/tikTokError';

/** The largest number of attempts and the pauses between them. Times in ms. */
const policies = {
	/** Of a call that met passing trouble; of the first request for a file. */
	retry: { attempts: 4, firstMs: 1_000, maxMs: 8_000 },
	/** Of an upload whose other side, or whose source, is away: about six minutes, since the upload URL lives for an hour. */
	upload: { attempts: 14, firstMs: 1_000, maxMs: 45_000 },
	// TikTok's limits are per sliding minute; the pauses add up to more than one.
	// https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit
	wait: { attempts: 7, firstMs: 2_000, maxMs: 32_000 },
} as const;

/** How long something is tried again: a key of the table above. */
export type Patience = keyof typeof policies;

/**
 * How long to wait before the next attempt.
 *
 * @param patience what is tried again, and so for how long
 * @param attempt number of attempts made so far, from 1
 * @param random a number from 0 to 1 that spreads parallel executions
 * @param retryAfterMs how long the other side asks to be left alone, in ms
 * @returns ms to wait, or undefined when no further attempt is to be made
 */
export function pauseBeforeRetry(
	patience: Patience,
	attempt: number,
	random: number,
	retryAfterMs = 0,
): number | undefined {
	const { attempts, firstMs, maxMs } = policies[patience];
	if (attempt >= attempts) return undefined;
	const doubled = Math.min(firstMs * 2 ** (attempt - 1), maxMs);
	const spread = Math.round(doubled * (0.75 + 0.5 * random));
	return Math.max(spread, Math.min(retryAfterMs, 120_000));
}

/**
 * How long to wait before TikTok is asked again.
 *
 * @param failure the failure of the last attempt
 * @param attempt number of attempts made so far, from 1
 * @param random a number from 0 to 1 that spreads parallel executions
 * @param patience `upload`: go on for minutes, where nothing is lost by waiting
 * @returns ms to wait, or undefined when no further attempt is to be made
 */
export function delayBeforeRetry(
	failure: TikTokError,
	attempt: number,
	random: number,
	patience: 'call' | 'upload' = 'call',
): number | undefined {
	const { retry } = failure.explanation;
	if (retry === 'never') return undefined;
	const { retryAfterMs } = failure.facts;
	return pauseBeforeRetry(patience === 'upload' ? 'upload' : retry, attempt, random, retryAfterMs);
}
