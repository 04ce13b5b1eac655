import { expect, test } from '@jest/globals';

import { useEngine, useSkippedTime } from '../harness/setUps';
import { sampleVideo } from '../simulator';

const engine = useEngine({ binaries: 'memory', processingMs: 0 });
useSkippedTime();

const directPost = {
	resource: 'video',
	operation: 'directPost',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
};
const items = async (count: number) =>
	await Promise.all(Array.from({ length: count }, async () => await engine.item(sampleVideo())));
const refusedFor429 = () => engine.simulator.calls.filter(({ status }) => status === 429).length;

test('a hundred posts in one run keep to TikTok’s six a minute without a 429, and lose no time', async () => {
	const before = { posts: engine.simulator.posts.length, refused: refusedFor429() };
	const begin = Date.now();
	const { json, error } = await engine.run(directPost, { items: await items(100) });
	const seconds = (Date.now() - begin) / 1000;
	expect(error).toBeUndefined();
	expect(json.filter(({ verdict }) => verdict === 'published')).toHaveLength(100);
	expect(engine.simulator.posts.length - before.posts).toBe(100);
	expect(refusedFor429() - before.refused).toBe(0);
	// The 97th to 100th post can begin after sixteen minutes.
	const forced = Math.floor(99 / 6) * 60;
	expect(seconds).toBeGreaterThanOrEqual(forced);
	expect(seconds).toBeLessThanOrEqual(forced * 1.02);
}, 120_000);

test('three runs at once share the minute', async () => {
	const before = refusedFor429();
	const runs = await Promise.all(
		[5, 5, 5].map(async (count) => await engine.run(directPost, { items: await items(count) })),
	);
	expect(runs.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
	expect(refusedFor429() - before).toBe(0);
}, 60_000);

test('direct posts, drafts and photos share the six, as it is not stated that they do not', async () => {
	engine.simulator.rules.initLimitShared = true;
	const before = refusedFor429();
	await engine.run(
		{ ...directPost, options: { waitForCompletion: false } },
		{ items: await items(4) },
	);
	const { error } = await engine.run(
		{ resource: 'video', operation: 'uploadDraft' },
		{ items: await items(4) },
	);
	engine.simulator.rules.initLimitShared = false;
	expect(error).toBeUndefined();
	expect(refusedFor429() - before).toBe(0);
}, 60_000);

test('calls that another process made come back as 429, are waited for, and the post is made once', async () => {
	const before = engine.simulator.posts.length;
	engine.simulator
		.expect('POST', '/v2/post/publish/video/init/')
		.reply(429, { error: { code: 'rate_limit_exceeded', message: 'Too many', log_id: '1' } })
		.times(4);
	const { json } = await engine.run(directPost, { items: await items(1) });
	expect(json[0].verdict).toBe('published');
	expect(engine.simulator.posts.length - before).toBe(1);
	engine.simulator.assertNoPendingInterceptors();
});
