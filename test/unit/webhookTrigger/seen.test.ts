import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { SeenEvents } from '../../../nodes/TikTokWebhookTrigger/seen';

const now = 1_770_000_000_000;
const hour = 3_600_000;

/** Claims an event that n8n takes over. @returns whether it was the first */
async function pass(seen: SeenEvents, identity: string, at = now): Promise<boolean> {
	const settle = await seen.claim(identity, at);
	settle?.(true);
	return settle !== undefined;
}

/** What static data holds after a restart. */
const stored = (seen: SeenEvents): unknown => JSON.parse(JSON.stringify(seen.record));

describe('events seen', () => {
	test('pass once, over any order of deliveries and restarts', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.oneof(fc.nat(20), fc.constant('restart' as const)), { maxLength: 60 }),
				async (history) => {
					let seen = new SeenEvents();
					const passed: number[] = [];
					for (const step of history) {
						if (step === 'restart') {
							const before = stored(seen);
							seen = new SeenEvents();
							seen.recall(before);
						} else if (await pass(seen, `event ${step}`)) {
							passed.push(step);
						}
					}
					expect(passed).toEqual([...new Set(history.filter((step) => step !== 'restart'))]);
				},
			),
		);
	});

	test('pass once of many at the same moment', async () => {
		const seen = new SeenEvents();
		const first = await seen.claim('one', now);
		const others = [1, 2, 3].map(async () => await seen.claim('one', now));
		first?.(true);
		expect(await Promise.all(others)).toEqual([undefined, undefined, undefined]);
	});

	test('pass anew where n8n could not take the first one over, one at a time', async () => {
		const seen = new SeenEvents();
		const outcomes: string[] = [];
		const deliver = async (name: string, isTaken: boolean) => {
			const settle = await seen.claim('one', now);
			outcomes.push(`${name} ${settle ? 'first' : 'repeat'}`);
			settle?.(isTaken);
		};
		const first = await seen.claim('one', now);
		const rest = [deliver('second', true), deliver('third', true)];
		expect(outcomes).toEqual([]);
		first?.(false);
		await Promise.all(rest);
		expect(outcomes).toEqual(['second first', 'third repeat']);
	});

	test('do not wait for others', async () => {
		const seen = new SeenEvents();
		await seen.claim('one', now);
		expect(await pass(seen, 'two')).toBe(true);
	});

	test('are known through TikTok’s 72 hours of repeats, and forgotten then', async () => {
		const seen = new SeenEvents();
		await pass(seen, 'one');
		expect(await pass(seen, 'one', now + 73 * hour)).toBe(false);
		expect(await pass(seen, 'one', now + 75 * hour)).toBe(true);
		expect(Object.keys(seen.record)).toHaveLength(1);
	});

	test('stay within 2,000 and 64 kB, the newest ones', async () => {
		const seen = new SeenEvents();
		for (let count = 0; count < 2_500; count++)
			await pass(seen, `event ${count}`, now + count * 1000);
		expect(Object.keys(seen.record)).toHaveLength(2_000);
		expect(JSON.stringify(seen.record).length).toBeLessThan(64_000);
		expect(await pass(seen, 'event 2499', now + 2_500_000)).toBe(false);
		expect(await pass(seen, 'event 501', now + 2_500_000)).toBe(false);
		expect(await pass(seen, 'event 499', now + 2_500_000)).toBe(true);
	}, 60_000);

	test.each([undefined, null, 'text', 7, [], { a: 'b' }, { a: null }])(
		'ignore what is not theirs in static data: %j',
		async (strange) => {
			const seen = new SeenEvents();
			seen.recall(strange);
			expect(seen.record).toEqual({});
			expect(await pass(seen, 'one')).toBe(true);
		},
	);

	test('of two processes come together', async () => {
		const [one, other] = [new SeenEvents(), new SeenEvents()];
		await pass(one, 'a');
		other.recall(stored(one));
		await pass(other, 'b');
		one.recall(stored(other));
		expect([await pass(one, 'b'), await pass(other, 'a')]).toEqual([false, false]);
	});

	test('are one object for good, which n8n writes as it is by then', async () => {
		const seen = new SeenEvents();
		await pass(seen, 'a');
		const written = seen.record;
		await pass(seen, 'b');
		expect(Object.keys(written)).toHaveLength(2);
	});
});
