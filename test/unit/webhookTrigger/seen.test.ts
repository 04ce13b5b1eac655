/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { EventEmitter } from 'node:events';

import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { digestOf, SeenEvents, type Claim } from '../../../nodes/TikTokWebhookTrigger/seen';

const now = 1_770_000_000_000;
const hour = 3_600_000;

/** n8n's answer to a delivery. */
class FakeAnswer extends EventEmitter {
	statusCode = 200;

	destroyed = false;

	/** The connection closes: because n8n has answered, or since the sender hangs up. */
	close(statusCode = this.statusCode): void {
		this.statusCode = statusCode;
		if (this.destroyed) return;
		this.destroyed = true;
		this.emit('close');
	}
}

/** Delivers an event that n8n takes over if it is the first. @returns whether it was */
async function pass(seen: SeenEvents, identity: string, at = now): Promise<boolean> {
	const digest = digestOf(identity);
	const answer = new FakeAnswer();
	const claim = await seen.claim(digest, answer, at);
	if (claim === 'first') seen.take(digest, at);
	answer.close();
	return claim === 'first';
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
		const one = digestOf('one');
		const answer = new FakeAnswer();
		expect(await seen.claim(one, answer, now)).toBe('first');
		const others = [1, 2, 3].map(async () => await seen.claim(one, new FakeAnswer(), now));
		seen.take(one, now);
		answer.close();
		expect(await Promise.all(others)).toEqual(['repeat', 'repeat', 'repeat']);
	});

	test('pass anew where n8n could not take the first one over, one at a time', async () => {
		const seen = new SeenEvents();
		const one = digestOf('one');
		const outcomes: string[] = [];
		const deliver = async (name: string) => {
			const answer = new FakeAnswer();
			const claim = await seen.claim(one, answer, now);
			outcomes.push(`${name} ${claim}`);
			if (claim === 'first') seen.take(one, now);
			answer.close();
		};
		const first = new FakeAnswer();
		await seen.claim(one, first, now);
		const rest = [deliver('second'), deliver('third')];
		expect(outcomes).toEqual([]);
		first.close(500);
		await Promise.all(rest);
		expect(outcomes).toEqual(['second first', 'third repeat']);
	});

	test('do not wait for others', async () => {
		const seen = new SeenEvents();
		await seen.claim(digestOf('one'), new FakeAnswer(), now);
		expect(await pass(seen, 'two')).toBe(true);
	});

	type Step =
		| { kind: 'deliver'; event: number }
		/** Of the deliveries so far, the how many-th from the last. */
		| { kind: 'hangUp' | 'start' | 'refuse'; which: number }
		| { kind: 'kill' };
	const step: fc.Arbitrary<Step> = fc.oneof(
		{
			weight: 4,
			arbitrary: fc.record({ kind: fc.constant('deliver' as const), event: fc.nat(2) }),
		},
		{
			weight: 6,
			arbitrary: fc.record({
				kind: fc.constantFrom('hangUp' as const, 'start' as const, 'refuse' as const),
				which: fc.nat(3),
			}),
		},
		{ weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const) }) },
	);

	test('count as delivered when they have started the workflow, and never otherwise', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
				let seen = new SeenEvents();
				/** Deliveries of this process, and those that n8n has not finished with. */
				let deliveries: Array<{ event: number; answer: FakeAnswer; isOver: boolean }> = [];
				const started = new Set<number>();
				const outcome = async (event: number, answer: FakeAnswer): Promise<Claim | 'waits'> => {
					const claim = seen.claim(digestOf(String(event)), answer, now);
					return await Promise.race([
						claim,
						new Promise<'waits'>((resolve) => setImmediate(() => resolve('waits'))),
					]);
				};
				for (const given of steps) {
					if (given.kind === 'kill') {
						const before = stored(seen);
						seen = new SeenEvents();
						seen.recall(before);
						deliveries = [];
					} else if (given.kind === 'deliver') {
						const { event } = given;
						const answer = new FakeAnswer();
						const other = deliveries.find((one) => one.event === event && !one.isOver);
						// One that waits is handled when the other has been; here it comes again.
						if (other && !other.answer.destroyed) continue;
						const expected = other ? 'undecided' : started.has(event) ? 'repeat' : 'first';
						expect(await outcome(event, answer)).toBe(expected);
						if (expected === 'first') deliveries.push({ event, answer, isOver: false });
					} else {
						const delivery = deliveries.at(-1 - given.which);
						if (!delivery || delivery.isOver) continue;
						const { event, answer } = delivery;
						if (given.kind === 'hangUp') answer.close();
						else {
							delivery.isOver = true;
							if (given.kind === 'start') {
								seen.take(digestOf(String(event)), now);
								started.add(event);
							} else answer.statusCode = 500;
							answer.close();
						}
					}
					const known = Object.entries(seen.record).filter(([, time]) => time > 0);
					expect(new Set(known.map(([digest]) => digest))).toEqual(
						new Set([...started].map((event) => digestOf(String(event)))),
					);
				}
			}),
			{ numRuns: 1_000 },
		);
	}, 60_000);

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
