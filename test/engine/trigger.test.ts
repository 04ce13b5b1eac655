import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { Engine } from '../harness/engine';
import { Polling } from '../harness/polling';
import { type Account } from '../simulator';

const listPath = '/v2/video/list/';

let engine: Engine;
let account: Account;
let credential: string;
let users = 0;

beforeAll(async () => (engine = await Engine.start()));
beforeEach(() => {
	account = engine.simulator.addAccount({ username: `user.${++users}` });
	credential = engine.connect(undefined, account);
});
afterAll(async () => await engine.stop());

/** Calls to the list while something runs. */
async function callsDuring(run: () => Promise<unknown>, path = listPath): Promise<number> {
	const before = engine.simulator.callsTo(path).length;
	await run();
	return engine.simulator.callsTo(path).length - before;
}

const seconds = (ago: number) => engine.simulator.clock.now() - ago * 1000;

describe('Post Published', () => {
	test('starts where things stand, then gives each new post once, with its ids and links', async () => {
		engine.simulator.addPost(account, { caption: 'before', createdAt: seconds(60) });
		const polling = new Polling(engine, { event: 'postPublished' }, { credential });
		expect(await polling.poll()).toEqual([]);
		expect(await polling.poll()).toEqual([]);
		const post = engine.simulator.addPost(account, { caption: 'Up in the clouds #sky', isAigc: true, viewCount: 3 });
		expect(await polling.poll()).toEqual([
			{
				id: post.id,
				title: 'Up in the clouds #sky',
				created_at: new Date(Math.floor(post.createdAt / 1000) * 1000).toISOString(),
				share_url: expect.stringContaining(`https://www.tiktok.com/@${account.username}/video/${post.id}`),
				cover_image_url: expect.stringMatching(/^https:/),
				is_aigc: true,
				view_count: 3,
				like_count: 0,
				comment_count: 0,
				share_count: 0,
			},
		]);
		expect(await callsDuring(async () => expect(await polling.poll()).toEqual([]))).toBe(1);
	});
});
