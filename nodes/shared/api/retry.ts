import type { TikTokError } from '../errors/tikTokError';

/** The largest number of attempts and the pauses between them, by the retry class of the code (errors/codes.ts). Times in ms. */
const policies = {
	retry: { attempts: 4, firstMs: 1_000, maxMs: 8_000 },
	// TikTok's limits are per sliding minute; the pauses add up to more than one.
	// https://developers.tiktok.com/doc/tiktok-api-v2-rate-limit
	wait: { attempts: 7, firstMs: 2_000, maxMs: 32_000 },
} as const;

/**
 * How long to wait before the next attempt.
 *
 * @param failure the failure of the last attempt
 * @param attempt the number of attempts made so far, 1 or more
 * @param random a number from 0 to 1; it keeps parallel executions from retrying at the same moment
 * @returns the pause in ms, or undefined when there is no further attempt
 */
export function delayBeforeRetry(
	failure: TikTokError,
	attempt: number,
	random: number,
): number | undefined {
	const { retry } = failure.explanation;
	if (retry === 'never') return undefined;
	const { attempts, firstMs, maxMs } = policies[retry];
	if (attempt >= attempts) return undefined;
	const doubled = Math.min(firstMs * 2 ** (attempt - 1), maxMs);
	const spread = Math.round(doubled * (0.75 + 0.5 * random));
	return Math.max(spread, Math.min(failure.facts.retryAfterMs ?? 0, 120_000));
}
