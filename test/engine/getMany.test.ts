/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { Engine } from '../harness/engine';
import type { Post } from '../simulator';

/** `SEED=… npx jest test/engine/getMany` repeats a run. */
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

const listPath = '/v2/video/list/';

let engine: Engine;
let accounts = 0;

beforeAll(async () => {
	engine = await Engine.start();
});
afterAll(async () => await engine.stop());

/** Posts that were made within a second: so many, so far apart in ms, of which every how many-th is not public. */
interface Burst {
	count: number;
	afterMs: number;
	isPrivateEvery: number;
}

/** A new account with bursts of posts, a second or more apart. @returns its public posts, newest first */
function accountWith(bursts: Burst[]): Post[] {
	const account = engine.simulator.addAccount({ username: `burst.${++accounts}` });
	engine.connect(undefined, account);
	const second = Math.floor(engine.simulator.clock.now() / 1000) * 1000 - 100_000;
	const posts = bursts.flatMap(({ count, afterMs, isPrivateEvery }, place) =>
		engine.simulator.addPosts(account, count, (index) => ({
			createdAt: second + place * 1000 + index * afterMs,
			moderated: (index + 1) % isPrivateEvery !== 0,
		})),
	);
	return posts
		.filter(({ moderated }) => moderated)
		.sort((a, b) => b.createdAt - a.createdAt || (b.id > a.id ? 1 : -1));
}

/** Runs Get Many. @param limit `Infinity` for Return All */
async function getMany(limit: number): Promise<string[]> {
	const { json, error } = await engine.run({
		resource: 'video',
		operation: 'getAll',
		...(limit === Infinity ? { returnAll: true } : { returnAll: false, limit }),
	});
	if (error) throw error;
	return json.map(({ id }) => String(id));
}

describe.each([
	['second', 'full'],
	['second', 'cutBeforeFilter'],
	['millisecond', 'full'],
	['millisecond', 'cutBeforeFilter'],
] as const)('cursors in %ss, pages %s', (cursorGrain, listPages) => {
	beforeAll(() => {
		Object.assign(engine.simulator.rules, { cursorGrain, listPages });
	});

	/** No cursor leads to more posts than a page of the same time, as TikTok compares it. */
	const largestBurst = cursorGrain === 'second' ? 20 : 49;

	test.each([1, 5, 19, 20, 21, 22, 23, 24, 25, 39, 40, 41])(
		'%i of 41 posts, of which every five have one second, are the newest ones',
		async (limit) => {
			const burst = { count: 5, afterMs: 0, isPrivateEvery: Infinity };
			const posts = accountWith([
				...Array.from({ length: 8 }, () => burst),
				{ ...burst, count: 1 },
			]);
			expect(await getMany(limit)).toEqual(posts.slice(0, limit).map(({ id }) => id));
		},
	);

	test(`any number of any bursts: the newest ones, each once, in order (seed ${seed})`, async () => {
		const bursts = fc.array(
			fc.record({
				count: fc.integer({ min: 1, max: largestBurst }),
				afterMs: fc.constantFrom(1, 7, 20),
				isPrivateEvery: fc.constantFrom(2, 5, Infinity),
			}),
			{ maxLength: 6 },
		);
		const limits = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(Infinity));
		await fc.assert(
			fc.asyncProperty(bursts, limits, async (given, limit) => {
				const posts = accountWith(given);
				expect(await getMany(limit)).toEqual(posts.slice(0, limit).map(({ id }) => id));
			}),
			{ seed, numRuns: 60 },
		);
	}, 120_000);

	test('a limit of a page takes one call', async () => {
		accountWith([{ count: 20, afterMs: 20, isPrivateEvery: Infinity }]);
		const before = engine.simulator.callsTo(listPath).length;
		expect(await getMany(20)).toHaveLength(20);
		expect(engine.simulator.callsTo(listPath).length - before).toBe(1);
	});
});
