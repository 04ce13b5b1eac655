import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { Engine, storeBinariesIn } from '../harness/engine';
import { startWebHost, type WebHost } from '../harness/webHost';
import { sampleVideo } from '../simulator';

let engine: Engine;
let web: WebHost;
beforeAll(async () => {
	await storeBinariesIn('file');
	web = await startWebHost();
	engine = await Engine.start({ hosts: { 'media.example.com': web.origin } });
	engine.app.urlProperties.push('example.com');
	engine.simulator.rules.postsPerCreatorPerDay = Infinity;
});
beforeEach(() => engine.freshMinute());
afterAll(async () => {
	await engine.stop();
	await web.stop();
});

const statusPath = '/v2/post/publish/status/fetch/';
const directPost = {
	resource: 'video',
	operation: 'directPost',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
};
const retryOnFail = { maxTries: 3 };
const refusedOnce = { error: { code: 'invalid_params', message: 'Not now', log_id: '1' } };

/** What a run made at TikTok. */
async function during(run: () => Promise<void>) {
	const { simulator } = engine;
	const before = {
		tasks: simulator.tasks.length,
		posts: simulator.posts.length,
		calls: simulator.calls.length,
	};
	await run();
	simulator.assertNoPendingInterceptors();
	return {
		inits: simulator.tasks.length - before.tasks,
		posts: simulator.posts.slice(before.posts),
		paths: simulator.calls.slice(before.calls).map(({ path }) => path),
	};
}

describe('n8n’s Retry On Fail', () => {
	test('does not post the items again that went well before another one failed', async () => {
		const items = await Promise.all([1, 2, 3].map(async () => await engine.item(sampleVideo())));
		// The first item's status answers, the second's is refused: the node fails, and n8n runs all items again.
		engine.simulator.expect('POST', statusPath);
		const made = await during(async () => {
			engine.simulator.events.once('post.publish.complete', () => {
				engine.simulator.events.once('post.publish.complete', () => {
					engine.simulator.expect('POST', statusPath).reply(400, refusedOnce);
				});
			});
			const { json, error } = await engine.run(directPost, { items, retryOnFail });
			expect(error).toBeUndefined();
			expect(json.map(({ verdict }) => verdict)).toEqual(['published', 'published', 'published']);
			expect(new Set(json.map(({ publish_id }) => publish_id)).size).toBe(3);
		});
		expect(made.inits).toBe(3);
		expect(made.posts).toHaveLength(3);
	});

	test('goes on with an upload that broke off, at the chunk that TikTok lacks', async () => {
		const video = sampleVideo({ bytes: 130_000_000 });
		engine.simulator.fault('upload', { chunk: 1, kind: 'status', status: 400 });
		const made = await during(async () => {
			const { json, error } = await engine.run(directPost, {
				items: [await engine.item(video)],
				retryOnFail,
			});
			expect(error).toBeUndefined();
			expect(json[0].verdict).toBe('published');
		});
		expect(made.inits).toBe(1);
		expect(made.posts).toHaveLength(1);
		// Three chunks, and the second one once more.
		expect(made.paths.filter((path) => path === '/video/')).toHaveLength(4);
		expect(engine.simulator.uploads.at(-1)).toMatchObject({
			receivedBytes: video.length,
			totalChunkCount: 3,
		});
	});

	test.each([
		[
			'a photo post',
			'content init',
			{
				resource: 'photo',
				operation: 'directPost',
				photoUrls: ['https://media.example.com/1.jpg'],
				privacyLevel: 'SELF_ONLY',
			},
		],
		[
			'a pulled video',
			'video init',
			{ ...directPost, videoSource: 'pullFromUrl', videoUrl: 'https://media.example.com/clip.mp4' },
		],
		[
			'a pulled draft',
			'inbox init',
			{
				resource: 'video',
				operation: 'uploadDraft',
				videoSource: 'pullFromUrl',
				videoUrl: 'https://media.example.com/clip.mp4',
			},
		],
	] as const)(
		'never repeats the init of %s whose answer was lost',
		async (_, point, parameters) => {
			engine.simulator.fault(point, { at: 'after body', kind: 'reset' });
			const made = await during(async () => {
				const error = await engine.failure(parameters as never, { retryOnFail });
				expect(error.message).toMatch(/not known whether the post was started/);
			});
			expect(made.inits).toBe(1);
		},
	);

	test('makes a new post when TikTok gave the first one up for a passing reason', async () => {
		engine.simulator.failNextPost('internal');
		const made = await during(async () => {
			const { json } = await engine.run(directPost, {
				items: [await engine.item(sampleVideo())],
				retryOnFail,
			});
			expect(json[0].verdict).toBe('published');
		});
		expect(made.inits).toBe(2);
		expect(made.posts).toHaveLength(1);
	});

	test('makes none when TikTok gave it up for good', async () => {
		engine.simulator.failNextPost('frame_rate_check_failed');
		const made = await during(async () => {
			const error = await engine.failure(directPost, {
				items: [await engine.item(sampleVideo())],
				retryOnFail,
			});
			expect(error.message).toMatch(/frame rate/);
		});
		expect(made.inits).toBe(1);
		expect(made.posts).toHaveLength(0);
	});
});

describe('an upload that can never be finished', () => {
	test('is begun anew by Retry On Fail once its hour is over', async () => {
		engine.simulator.fault('upload', {
			kind: 'status',
			status: 403,
			onStrike: () => engine.simulator.clock.advance(0),
		});
		const made = await during(async () => {
			const { json, error } = await engine.run(directPost, {
				items: [await engine.item(sampleVideo())],
				retryOnFail,
			});
			expect(error).toBeUndefined();
			expect(json[0].verdict).toBe('published');
		});
		expect(made.inits).toBe(2);
		expect(made.posts).toHaveLength(1);
		// No address that is dead is tried again.
		expect(made.paths.filter((path) => path === '/video/')).toHaveLength(2);
	});

	test('is begun anew by an agent’s second call', async () => {
		const items = [await engine.item(sampleVideo())];
		const call = { items, executionId: 'agent-expired', asTool: true };
		const made = await during(async () => {
			engine.simulator.fault('upload', { kind: 'status', status: 404 });
			await engine.failure(directPost, call);
			expect((await engine.run(directPost, call)).json[0].verdict).toBe('published');
		});
		expect(made.inits).toBe(2);
		expect(made.posts).toHaveLength(1);
	});
});

describe('several items', () => {
	const video = async () => await engine.item(sampleVideo());
	const captions = (...texts: string[]) => ({
		post: { ...directPost, caption: '={{ $json.caption }}' },
		items: async () =>
			await Promise.all(texts.map(async (caption) => ({ ...(await video()), json: { caption } }))),
	});

	test('are posted only when the parameters of all are right', async () => {
		const { post, items } = captions('a', 'b', 'c'.repeat(2_300));
		const made = await during(async () => {
			const error = await engine.failure(post, { items: await items() });
			expect(error.message).toContain('2,300 characters');
			expect(error.context.itemIndex).toBe(2);
		});
		expect(made).toEqual({ inits: 0, posts: [], paths: [] });
	});

	test.each([
		['no file', async () => ({ json: {} })],
		[
			'a file that is no video',
			async () =>
				await engine.item(Buffer.from('<!DOCTYPE html>'), {
					mimeType: 'text/html',
					fileName: 'clip.html',
				}),
		],
		['a file that is cut off', async () => await engine.item(sampleVideo().subarray(0, 300))],
	])(
		'are posted only when each has a file that can be sent: the last one has %s',
		async (_, last) => {
			const made = await during(async () => {
				const error = await engine.failure(directPost, {
					items: [await video(), await video(), await last()],
				});
				expect(error.context.itemIndex).toBe(2);
			});
			expect(made).toEqual({ inits: 0, posts: [], paths: [] });
		},
	);

	test('the others are posted where the workflow goes on', async () => {
		const { post, items } = captions('a', 'b'.repeat(2_300), 'c');
		const { json } = await engine.run(post, {
			items: await items(),
			onError: 'continueRegularOutput',
		});
		expect(json.map(({ verdict, error }) => verdict ?? error)).toEqual([
			'published',
			expect.stringContaining('2,300 characters'),
			'published',
		]);
	});

	test('a run that stops says which are out', async () => {
		const { post, items } = captions('a', 'b', 'c');
		let inits = 0;
		engine.simulator.events.on('post.publish.complete', () => {
			inits += 1;
			if (inits === 2)
				engine.simulator
					.expect('POST', '/v2/post/publish/video/init/')
					.reply(403, { error: { code: 'spam_risk_too_many_posts', message: '', log_id: '1' } });
		});
		const made = await during(async () => {
			const error = await engine.failure(post, { items: await items() });
			const ids = engine.simulator.tasks.slice(-2).map(({ publishId }) => publishId);
			expect(error.description).toContain(
				`2 items were posted before this run stopped: ${ids.join(', ')}.`,
			);
			expect(error.description).toContain('has no Post Once Key');
		});
		expect(made.posts).toHaveLength(2);
	});
});

test('two executions of the same workflow are two posts', async () => {
	const made = await during(async () => {
		const items = [await engine.item(sampleVideo())];
		await engine.run(directPost, { items });
		await engine.run(directPost, { items });
	});
	expect(made.posts).toHaveLength(2);
});

test('an agent’s second file in memory is a post of its own, though it is as long as the first one and ends alike', async () => {
	await storeBinariesIn('memory');
	const [one, other] = [10, 20].map((durationSec) =>
		sampleVideo({ bytes: 1_000_000, durationSec }),
	);
	expect(one.subarray(-1_000).equals(other.subarray(-1_000))).toBe(true);
	const made = await during(async () => {
		for (const video of [one, other]) {
			const items = [await engine.item(video)];
			const { json } = await engine.run(directPost, {
				items,
				executionId: 'agent-memory',
				asTool: true,
			});
			expect(json[0].verdict).toBe('published');
		}
	});
	await storeBinariesIn('file');
	expect(made.inits).toBe(2);
	expect(new Set(engine.simulator.uploads.slice(-2).map(({ sha256 }) => sha256)).size).toBe(2);
});
