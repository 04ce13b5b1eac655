import { beforeAll, expect, jest, test } from '@jest/globals';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';

/** A process of n8n's: the module with a lock of its own. */
type Process = typeof import('../../../nodes/shared/publish/postOnce');

async function newProcess(): Promise<Process> {
	let loaded: Promise<Process> | undefined;
	await jest.isolateModulesAsync(async () => {
		loaded = import('../../../nodes/shared/publish/postOnce');
		await loaded;
	});
	if (!loaded) throw new Error('The module was not loaded');
	return await loaded;
}

/** n8n's store, each call in one go. @param before what happens elsewhere before the call with this number, from 0 */
function storeOf(entries: string[], before: (call: number) => Promise<void> = async () => {}): IExecuteFunctions {
	let calls = 0;
	return {
		getExecutionCancelSignal: () => undefined,
		helpers: {
			checkProcessedAndRecord: async (items: string[]) => {
				await before(calls++);
				const processed = items.filter((item) => entries.includes(item));
				entries.push(...items.filter((item) => !entries.includes(item)));
				return { new: [], processed };
			},
			removeProcessed: async (items: string[]) => {
				await before(calls++);
				for (const item of items) if (entries.includes(item)) entries.splice(entries.indexOf(item), 1);
			},
		},
	} as unknown as IExecuteFunctions;
}

let one: Process;
let other: Process;

beforeAll(async () => {
	one = await newProcess();
	other = await newProcess();
});

/** More than the calls of a whole run. */
const moments = Array.from({ length: 16 }, (_, call) => call);

test.each(moments)('a run ends its upload before call %i of another process that claims the key: one post', async (moment) => {
	const entries: string[] = [];
	const context = storeOf(entries);
	const digest = one.digestOf('render-42', 'open-id');
	const first = await one.claim(context, digest, 0);
	if (!first) throw new Error('The key was not new');
	let isFirstPosted: boolean | undefined;
	const contextOfOther = storeOf(entries, async (call) => {
		if (call === moment) isFirstPosted = await one.claimLastBytes(context, first);
	});
	const second = await other.claim(contextOfOther, digest, 0);
	const isSecondPosted = second !== undefined && (await other.claimLastBytes(contextOfOther, second));
	isFirstPosted ??= await one.claimLastBytes(context, first);
	expect([isFirstPosted, isSecondPosted].filter(Boolean)).toHaveLength(1);
	expect(entries.filter((entry) => entry.includes(' by '))).toEqual([]);
});

test('whose record another process has overwritten leaves nothing behind', async () => {
	const entries: string[] = [];
	const digest = one.digestOf('render-42', 'open-id');
	const first = await one.claim(storeOf(entries), digest, 0);
	if (!first) throw new Error('The key was not new');
	const before = [...entries];
	const context = storeOf(entries, async (call) => {
		// The other one had read the list before the last bytes were claimed, and writes it afterwards.
		if (call === 1) entries.splice(0, Infinity, ...before, `${digest} turn 2`);
	});
	expect(await one.claimLastBytes(context, first)).toBe(false);
	expect(entries).toEqual([...before, `${digest} turn 2`]);
});

test('a claim of the last bytes that is under way when the post is refused is taken back with it', async () => {
	const entries: string[] = [];
	const context = storeOf(entries);
	const held = await one.claim(context, one.digestOf('render-42', 'open-id'), 0);
	if (!held) throw new Error('The key was not new');
	await Promise.all([one.claimLastBytes(context, held), one.release(context, held)]);
	expect(entries).toEqual([]);
});

test('a cancel in the middle of a claim leaves no entries that nobody holds', async () => {
	const entries: string[] = [];
	const cancel = new AbortController();
	const context = storeOf(entries, async (call) => {
		if (call === 1) cancel.abort();
	});
	const cancelled = { ...context, getExecutionCancelSignal: () => cancel.signal } as IExecuteFunctions;
	const held = await one.claim(cancelled, one.digestOf('render-42', 'open-id'), 0);
	if (!held) throw new Error('The key was not new');
	await expect(one.claimLastBytes(cancelled, held)).rejects.toThrow(/cancelled/);
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
				await change((list) => ({ list: list.filter((entry) => !items.includes(entry)), answer: undefined })),
		};
		return { helpers, getExecutionCancelSignal: () => undefined } as unknown as IExecuteFunctions;
	}
}

test('two processes that claim a key in the same instant: one gets it, as long as each writes within the pause', async () => {
	let won = 0;
	const rounds = Array.from({ length: 50 }, async () => {
		const store = new RacingProcesses();
		const claims = await Promise.all([one, other].map(async ({ claim, claimLastBytes, digestOf }) => {
			const held = await claim(store.process(() => Math.random() * 10), digestOf('render-42', 'open-id'), 60);
			// The other one may have found the key taken, and itself the next in turn: then only one of them gets further.
			return held !== undefined && (await claimLastBytes(store.process(() => 1), held));
		}));
		won += claims.filter(Boolean).length;
		expect(claims.filter(Boolean).length).toBeLessThanOrEqual(1);
	});
	await Promise.all(rounds);
	expect(won).toBeGreaterThan(40);
});
