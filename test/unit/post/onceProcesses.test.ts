import { beforeAll, expect, jest, test } from '@jest/globals';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import { inFakeTime, useFakeTime } from './fakeTime';

// Time is fake, but hundreds of modules are loaded: minutes on a busy machine.
jest.setTimeout(180_000);

/** A process of n8n's: the module with a lock of its own. */
type Process = typeof import('../../../nodes/TikTok/post/once');
type Claim = NonNullable<Awaited<ReturnType<Process['claim']>>>;

async function newProcess(): Promise<Process> {
	let loaded: Promise<Process> | undefined;
	await jest.isolateModulesAsync(async () => {
		loaded = import('../../../nodes/TikTok/post/once');
		await loaded;
	});
	if (!loaded) throw new Error('The module was not loaded');
	return await loaded;
}

/** n8n's store, each call in one go. @param before what happens elsewhere before the call with this number, from 0 */
function storeOf(
	entries: string[],
	before: (call: number) => Promise<void> = async () => {},
): IExecuteFunctions {
	let calls = 0;
	return {
		getExecutionCancelSignal: () => undefined,
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => ({ id: 'node' }),
		helpers: {
			checkProcessedAndRecord: async (items: string[]) => {
				await before(calls++);
				const processed = items.filter((item) => entries.includes(item));
				entries.push(...items.filter((item) => !entries.includes(item)));
				return { new: [], processed };
			},
			removeProcessed: async (items: string[]) => {
				await before(calls++);
				for (const item of items)
					if (entries.includes(item)) entries.splice(entries.indexOf(item), 1);
			},
		},
	} as unknown as IExecuteFunctions;
}

let one: Process;
let other: Process;

beforeAll(async () => {
	useFakeTime();
	one = await newProcess();
	other = await newProcess();
});

/** @returns whether the run may send its last bytes */
const mayEnd = async (process: Process, context: IExecuteFunctions, held: Claim) =>
	await process.claimLastBytes(context, held).then(
		() => true,
		(error: Error) => {
			expect(error.name).toBe('TakenOverError');
			return false;
		},
	);

/** More than the calls of a whole run. */
const moments = Array.from({ length: 16 }, (_, call) => call);

test.each(moments)(
	'a run ends its upload before call %i of another process that claims the key: one post',
	async (moment) => {
		const entries: string[] = [];
		const context = storeOf(entries);
		const digest = one.digestOf('render-42', 'open-id');
		const first = await inFakeTime(one.claim(context, digest));
		if (!first) throw new Error('The key was not new');
		let isFirstPosted: boolean | undefined;
		const contextOfOther = storeOf(entries, async (call) => {
			if (call === moment) isFirstPosted = await mayEnd(one, context, first);
		});
		const second = await inFakeTime(other.claim(contextOfOther, digest));
		const isSecondPosted =
			second !== undefined && (await inFakeTime(mayEnd(other, contextOfOther, second)));
		isFirstPosted ??= await inFakeTime(mayEnd(one, context, first));
		expect([isFirstPosted, isSecondPosted].filter(Boolean)).toHaveLength(1);
		expect(entries.filter((entry) => entry.includes(' by '))).toEqual([]);
	},
);

test('whose record another process has overwritten leaves nothing behind', async () => {
	const entries: string[] = [];
	const digest = one.digestOf('render-42', 'open-id');
	const first = await inFakeTime(one.claim(storeOf(entries), digest));
	if (!first) throw new Error('The key was not new');
	const before = [...entries];
	const context = storeOf(entries, async (call) => {
		// The other one had read the list before the last bytes were claimed, and writes it afterwards.
		if (call === 1) entries.splice(0, Infinity, ...before, `${digest} turn 2`);
	});
	expect(await inFakeTime(mayEnd(one, context, first))).toBe(false);
	expect(entries).toEqual([...before, `${digest} turn 2`]);
});

test('a claim of the last bytes that is under way when the post is refused is taken back with it', async () => {
	const entries: string[] = [];
	const context = storeOf(entries);
	const held = await inFakeTime(one.claim(context, one.digestOf('render-42', 'open-id')));
	if (!held) throw new Error('The key was not new');
	await inFakeTime(Promise.all([one.claimLastBytes(context, held), one.release(context, held)]));
	expect(entries).toEqual([]);
});

test('a cancel in the middle of a claim leaves no entries that nobody holds', async () => {
	const entries: string[] = [];
	const cancel = new AbortController();
	const context = storeOf(entries, async (call) => {
		if (call === 1) cancel.abort();
	});
	const cancelled = {
		...context,
		getExecutionCancelSignal: () => cancel.signal,
	} as IExecuteFunctions;
	const held = await inFakeTime(one.claim(cancelled, one.digestOf('render-42', 'open-id')));
	if (!held) throw new Error('The key was not new');
	await expect(inFakeTime(one.claimLastBytes(cancelled, held))).rejects.toThrow(/cancelled/);
	await one.release(cancelled, held);
	expect(entries).toEqual([]);
});

/** n8n's store as processes meet it: each call reads, and writes a moment later what it has read with its own. */
class RacingProcesses {
	entries: string[] = [];

	process(lateness: () => number): IExecuteFunctions {
		const change = async <T>(by: (list: string[]) => { list: string[]; answer: T }) => {
			const { list, answer } = by([...this.entries]);
			await sleep(lateness());
			this.entries = list;
			return answer;
		};
		const helpers = {
			checkProcessedAndRecord: async (items: string[]) =>
				await change((list) => ({
					list: [...list, ...items.filter((item) => !list.includes(item))],
					answer: { new: [], processed: items.filter((item) => list.includes(item)) },
				})),
			removeProcessed: async (items: string[]) =>
				await change((list) => ({
					list: list.filter((entry) => !items.includes(entry)),
					answer: undefined,
				})),
		};
		return { ...storeOf([]), helpers } as unknown as IExecuteFunctions;
	}
}

/**
 * Runs of two processes under one key.
 *
 * @param lateness how long a call to the store takes to write, in ms
 * @param laterMs how long after the first the second one begins, in ms
 * @returns how each of the two ended, round by round
 */
async function race(
	lateness: () => number,
	laterMs: () => number,
): Promise<Array<Array<'posts' | 'skips at once' | 'is taken over'>>> {
	const rounds: Awaited<ReturnType<typeof race>> = [];
	for (let round = 0; round < 200; round++) {
		const store = new RacingProcesses();
		const both = [one, other].map(async (process, index) => {
			await sleep(index * laterMs());
			const context = store.process(lateness);
			const held = await process.claim(context, process.digestOf('render-42', 'open-id'));
			if (!held) return 'skips at once';
			return (await mayEnd(process, context, held)) ? 'posts' : 'is taken over';
		});
		rounds.push(await inFakeTime(Promise.all(both)));
	}
	return rounds;
}

test.each([
	['quick', () => Math.random() * 10],
	['slow', () => 500 + Math.random() * 500],
	['now quick, now held up', () => (Math.random() < 0.5 ? 1 : 190)],
])('two processes that claim a key, the store being %s: one posts', async (_, lateness) => {
	for (const ends of await race(lateness, () => 0))
		expect(ends.sort()).toEqual(['posts', 'skips at once']);
	for (const ends of await race(lateness, () => Math.random() * 3_000)) {
		expect(ends.filter((end) => end === 'posts')).toHaveLength(1);
	}
});
