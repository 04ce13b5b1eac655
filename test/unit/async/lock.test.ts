import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { Lock } from '../../../nodes/shared/async/lock';

test('one at a time by key, first come first served, also after work that fails', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.array(fc.record({ key: fc.constantFrom('a', 'b'), fails: fc.boolean() }), {
				maxLength: 12,
			}),
			async (scheduler, works) => {
				const lock = new Lock<string>();
				const under = new Map<string, number>();
				const begun: Record<string, number[]> = { a: [], b: [] };
				const runs = works.map(async ({ key, fails }, index) => {
					const work = async () => {
						begun[key].push(index);
						under.set(key, (under.get(key) ?? 0) + 1);
						expect(under.get(key)).toBe(1);
						expect(lock.isHeld(key)).toBe(true);
						await scheduler.schedule(Promise.resolve(), `work ${index}`);
						under.set(key, 0);
						if (fails) throw new Error(`work ${index}`);
					};
					await lock.run(key, work).then(
						() => expect(fails).toBe(false),
						(error: Error) => expect(error.message).toBe(`work ${index}`),
					);
				});
				await scheduler.waitFor(Promise.all(runs));
				for (const [key, order] of Object.entries(begun)) {
					expect(order).toEqual(works.flatMap((one, index) => (one.key === key ? [index] : [])));
					await Promise.resolve();
					expect(lock.isHeld(key)).toBe(false);
				}
			},
		),
	);
});

test('who is cancelled while waiting leaves the line, and nobody overtakes', async () => {
	const lock = new Lock<string>();
	const order: string[] = [];
	let end = () => {};
	const first = lock.run('key', async () => {
		await new Promise<void>((resolve) => (end = resolve));
		order.push('first');
	});
	const cancel = new AbortController();
	const second = lock.run('key', async () => void order.push('second'), cancel.signal);
	const third = lock.run('key', async () => void order.push('third'));
	cancel.abort();
	await expect(second).rejects.toThrow('cancelled');
	expect(order).toEqual([]);
	end();
	await Promise.all([first, third]);
	expect(order).toEqual(['first', 'third']);
});

test('work that has begun is not cut off by the cancel', async () => {
	const cancel = new AbortController();
	const work = async () => {
		cancel.abort();
		return await Promise.resolve('done');
	};
	expect(await new Lock<string>().run('key', work, cancel.signal)).toBe('done');
});
