import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import * as postOnce from '../../../nodes/TikTok/post/once';
import { inFakeTime, useFakeTime } from './fakeTime';

/** n8n's store as one list, each call in one go: what several processes share, but for its races. */
class Processes {
	readonly entries: string[] = [];

	/** @param workflow whose list of keys it is */
	constructor(private readonly workflow = 'workflow') {}

	readonly context = {
		getExecutionCancelSignal: () => undefined,
		getWorkflow: () => ({ id: this.workflow }),
		getNode: () => ({ id: 'node' }),
		helpers: {
			checkProcessedAndRecord: async (
				items: string[],
				_scope: string,
				{ maxEntries }: { maxEntries: number },
			) => {
				const processed = items.filter((item) => this.entries.includes(item));
				this.entries.push(...items.filter((item) => !this.entries.includes(item)));
				this.entries.splice(0, this.entries.length - maxEntries);
				return { new: [], processed };
			},
			removeProcessed: async (items: string[]) => {
				for (const item of items)
					if (this.entries.includes(item)) this.entries.splice(this.entries.indexOf(item), 1);
			},
		},
	} as unknown as IExecuteFunctions;
}

beforeAll(useFakeTime);

const { digestOf, forget, release, TakenOverError } = postOnce;
type Context = Processes['context'];
const claim = async (context: Context, digest: string) =>
	await inFakeTime(postOnce.claim(context, digest));
const claimLastBytes = async (context: Context, held: postOnce.Claim) =>
	await inFakeTime(postOnce.claimLastBytes(context, held));

const digest = digestOf('render-42', 'open-id');

/** What the runs under one key do, one step after the other: which run, and what it does next. */
const steps = fc.array(
	fc.record({
		run: fc.integer({ min: 0, max: 4 }),
		does: fc.constantFrom('goes on', 'goes on', 'goes on', 'dies', 'is refused'),
	}),
	{ maxLength: 40 },
);

test('however runs begin, die, are refused and take over: at most one sends its last bytes and is not refused', async () => {
	await fc.assert(
		fc.asyncProperty(steps, async (history) => {
			const { context } = new Processes();
			const runs = new Map<number, postOnce.Claim>();
			const ended = new Set<number>();
			let posts = 0;
			for (const { run, does } of history) {
				const held = runs.get(run);
				if (ended.has(run)) continue;
				if (!held) {
					const won = await claim(context, digest);
					if (won) runs.set(run, won);
					else ended.add(run);
					// Who finds the key free finds it rightly so.
					if (won) expect(posts).toBe(0);
				} else if (does === 'dies') {
					ended.add(run);
					if (held.isSent) posts += 1;
				} else if (does === 'is refused') {
					ended.add(run);
					await release(context, held);
				} else if (held.isSent) {
					ended.add(run);
					posts += 1;
				} else {
					await claimLastBytes(context, held).catch((error: unknown) => {
						expect(error).toBeInstanceOf(TakenOverError);
						ended.add(run);
					});
				}
			}
			expect(posts).toBeLessThanOrEqual(1);
		}),
		{ numRuns: 500 },
	);
});

test('as long as no run came to its last bytes, the next one may post', async () => {
	const { context } = new Processes();
	for (const turn of [1, 2, 3, 4]) expect(await claim(context, digest)).toMatchObject({ turn });
});

test('a key that was posted takes three entries', async () => {
	const { context, entries } = new Processes();
	const won = await claim(context, digest);
	if (!won) throw new Error('The key was not new');
	await claimLastBytes(context, won);
	await claimLastBytes(context, won);
	expect(entries).toHaveLength(3);
	expect(await claim(context, digest)).toBeUndefined();
	expect(entries).toHaveLength(3);
});

test('a run that was taken over leaves the turn of the one after it alone', async () => {
	const { context } = new Processes();
	const [first, second] = [await claim(context, digest), await claim(context, digest)];
	if (!first || !second) throw new Error('The key was not new');
	await expect(claimLastBytes(context, first)).rejects.toThrow(TakenOverError);
	await release(context, first);
	await claimLastBytes(context, second);
	expect(await claim(context, digest)).toBeUndefined();
});

test('2,000 keys are remembered, also those that were looked up', async () => {
	const { context } = new Processes();
	const keys = Array.from({ length: 2_000 }, (_, index) => digestOf(String(index), 'open-id'));
	for (const key of keys) {
		const won = await claim(context, key);
		if (won) await claimLastBytes(context, won);
	}
	expect(await claim(context, keys[0])).toBeUndefined();
	expect(await claim(context, keys[1_999])).toBeUndefined();
});

test('a key that is forgotten is new, whatever was known of it', async () => {
	const { context, entries } = new Processes();
	await claim(context, digest);
	const won = await claim(context, digest);
	if (won) await claimLastBytes(context, won);
	await forget(context, digest);
	expect(entries).toEqual([]);
	expect(await claim(context, digest)).toMatchObject({ turn: 1 });
});

test('a store that keeps nothing is told', async () => {
	const forgetful = {
		getExecutionCancelSignal: () => undefined,
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => ({ id: 'node' }),
		helpers: {
			checkProcessedAndRecord: async () => ({ new: [], processed: [] }),
			removeProcessed: async () => {},
		},
	};
	await expect(claim(forgetful as unknown as IExecuteFunctions, digest)).rejects.toThrow(
		/does not keep what is written/,
	);
});

test('a store that fails is named, with what the database says', async () => {
	const broken = {
		getExecutionCancelSignal: () => undefined,
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => ({ id: 'node' }),
		helpers: {
			checkProcessedAndRecord: async () =>
				await Promise.reject(new Error('SQLITE_BUSY: database is locked')),
		},
	};
	await expect(claim(broken as unknown as IExecuteFunctions, digest)).rejects.toThrow(
		/did not record the ‘Post Once Key’, so nothing was posted.*SQLITE_BUSY/,
	);
});

test('keys of different workflows are claimed side by side, those of one node one after the other', async () => {
	const timeOf = async (contexts: Context[]) => {
		const begunAt = Date.now();
		const claims = contexts.map(
			async (context, index) => await postOnce.claim(context, digestOf(String(index), 'open-id')),
		);
		for (const held of await inFakeTime(Promise.all(claims))) expect(held).toBeDefined();
		return Date.now() - begunAt;
	};
	const workflows = Array.from(
		{ length: 40 },
		(_, index) => new Processes(`workflow ${index}`).context,
	);
	const { context } = new Processes('one workflow');
	// A claim stands for up to 0.4 s before it is looked at again.
	expect(await timeOf(workflows)).toBeLessThan(1_000);
	expect(await timeOf(new Array<Context>(40).fill(context))).toBeGreaterThan(40 * 200);
});
