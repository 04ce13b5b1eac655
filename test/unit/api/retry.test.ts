import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { delayBeforeRetry } from '../../../nodes/shared/api/retry';
import { explain, knownCodes, type RetryClass } from '../../../nodes/shared/errors/codes';
import { TikTokError } from '../../../nodes/shared/errors/tikTokError';

const codes = Object.values(knownCodes).flatMap((group) => Object.keys(group));
const codesOf = (retry: RetryClass) => codes.filter((code) => explain(code).retry === retry);

const anyRandom = fc.double({ min: 0, max: 1, noNaN: true });

/** The waits before each further attempt, in ms. */
function waits(code: string, random: number, retryAfterMs?: number): number[] {
	const failure = new TikTokError({ code, retryAfterMs });
	const found: number[] = [];
	for (let attempt = 1; attempt <= 1_000; attempt++) {
		const delay = delayBeforeRetry(failure, attempt, random);
		if (delay === undefined) return found;
		found.push(delay);
	}
	throw new RangeError(`${code} is repeated for ever`);
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

describe('the waits between attempts', () => {
	test('no code that would get the same answer again is repeated, asked to wait or not', () => {
		expect(codesOf('never')).toContain('spam_risk_too_many_posts');
		fc.assert(
			fc.property(
				fc.constantFrom(...codesOf('never'), 'a_code_of_tomorrow'),
				anyRandom,
				fc.option(fc.nat(), { nil: undefined }),
				(code, random, after) => {
					expect(waits(code, random, after)).toEqual([]);
				},
			),
		);
	});

	test('passing trouble gets three more attempts within half a minute', () => {
		fc.assert(
			fc.property(fc.constantFrom(...codesOf('retry')), anyRandom, (code, random) => {
				const found = waits(code, random);
				expect(found).toHaveLength(3);
				expect(Math.min(...found)).toBeGreaterThan(0);
				expect(sum(found)).toBeLessThanOrEqual(30_000);
			}),
		);
	});

	test('a limit a minute is outlasted, within three minutes', () => {
		fc.assert(
			fc.property(fc.constantFrom(...codesOf('wait')), anyRandom, (code, random) => {
				const total = sum(waits(code, random));
				expect(total).toBeGreaterThan(60_000);
				expect(total).toBeLessThan(180_000);
			}),
		);
	});

	test('grow from one to the next until they reach their longest', () => {
		for (const code of ['internal_error', 'rate_limit_exceeded']) {
			const found = waits(code, 0.5);
			expect(found).toEqual([...found].sort((a, b) => a - b));
			expect(found[1]).toBe(2 * found[0]);
		}
	});

	test('are as long as TikTok asks, up to two minutes', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...codesOf('retry'), ...codesOf('wait')),
				anyRandom,
				fc.integer({ min: 0, max: 10_000_000 }),
				(code, random, after) => {
					const free = waits(code, random);
					expect(waits(code, random, after)).toEqual(
						free.map((delay) => Math.max(delay, Math.min(after, 120_000))),
					);
				},
			),
		);
	});

	test('of parallel executions are spread', () => {
		const failure = new TikTokError({ code: 'rate_limit_exceeded' });
		expect(delayBeforeRetry(failure, 1, 0)).toBeLessThan(delayBeforeRetry(failure, 1, 1) ?? 0);
	});
});
