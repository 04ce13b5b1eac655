/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { createHash } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DataDeduplicationService } from 'n8n-core';
import { sleep, type IDataObject } from 'n8n-workflow';

import { claim, claimLastBytes, digestOf } from '../../nodes/TikTok/post/once';
import { ListStore } from '../harness/deduplication';
import { Engine, storeBinariesIn } from '../harness/engine';
import { useSkippedTime } from '../harness/setUps';
import { sampleVideo } from '../simulator';

const time = useSkippedTime();
const store = new ListStore();
let engine: Engine;
beforeAll(async () => {
	await storeBinariesIn('file');
	await DataDeduplicationService.init(store);
	engine = await Engine.start();
	engine.simulator.rules.postsPerCreatorPerDay = Infinity;
});
let key = 0;
beforeEach(() => {
	engine.freshMinute();
	key += 1;
});
afterAll(async () => await engine.stop());

const directPost = (options: IDataObject = {}) => ({
	resource: 'video',
	operation: 'directPost',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
	options: { postOnceKey: `render-${key}`, ...options },
});
const items = async () => [await engine.item(sampleVideo())];

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Looks again until it is so. */
async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) await sleep(5);
}

async function madeBy(run: () => Promise<void>) {
	const { simulator } = engine;
	const before = { inits: simulator.tasks.length, posts: simulator.posts.length };
	await run();
	return {
		inits: simulator.tasks.length - before.inits,
		posts: simulator.posts.length - before.posts,
	};
}

test('the same key in a second run passes through as skipped, with what is known of the post', async () => {
	const made = await madeBy(async () => {
		const first = await engine.run(directPost(), { items: await items() });
		const second = await engine.run(directPost(), { items: await items() });
		expect(second.error).toBeUndefined();
		expect(second.json[0]).toMatchObject({
			verdict: 'skipped',
			publish_id: first.json[0].publish_id,
			post_url: first.json[0].post_url,
			post_once_key: `render-${key}`,
		});
	});
	expect(made).toEqual({ inits: 1, posts: 1 });
});

test('another key, and another account with the same key, is another post', async () => {
	const made = await madeBy(async () => {
		await engine.run(directPost(), { items: await items() });
		await engine.run(directPost({ postOnceKey: `other-${key}` }), { items: await items() });
		engine.connect(undefined, engine.simulator.addAccount({ username: `second.${key}` }));
		await engine.run(directPost(), { items: await items() });
		engine.connect();
	});
	expect(made.posts).toBe(3);
});

test('ten executions at once with the same key are one post', async () => {
	const made = await madeBy(async () => {
		const runs = await Promise.all(
			Array.from(
				{ length: 10 },
				async () => await engine.run(directPost(), { items: await items() }),
			),
		);
		const verdicts = runs.map(({ json }) => json[0].verdict);
		expect(verdicts.filter((verdict) => verdict === 'published')).toHaveLength(1);
		expect(verdicts.filter((verdict) => verdict === 'skipped')).toHaveLength(9);
	});
	expect(made).toEqual({ inits: 1, posts: 1 });
});

test.each([
	['without a key', { postOnceKey: undefined }],
	['with a key', {}],
])(
	'the same item at once in one execution, as where an agent calls its tool twice, is one post: %s',
	async (_, options) => {
		const video = await items();
		const made = await madeBy(async () => {
			const executionId = `twice-${key}`;
			const runs = await Promise.all(
				[1, 2].map(
					async () => await engine.run(directPost(options), { items: video, executionId }),
				),
			);
			expect(runs.map(({ json }) => json[0].verdict)).toEqual(['published', 'published']);
		});
		expect(made).toEqual({ inits: 1, posts: 1 });
	},
);

test.each(['file', 'memory'] as const)(
	'an agent that calls its tool with one file after the other posts each (%s)',
	async (binaries) => {
		await storeBinariesIn(binaries);
		const post = {
			...directPost({ postOnceKey: undefined }),
			binaryPropertyName: '={{ $json.file }}',
		};
		const executionId = `agent-${key}`;
		const sizes = [1_000_000, 1_000_100];
		const made = await madeBy(async () => {
			for (const bytes of [...sizes, sizes[1]]) {
				const { binary } = await engine.item(sampleVideo({ bytes }));
				const { json } = await engine.run(post, {
					items: [{ json: { file: binary?.data } as never }],
					executionId,
					asTool: true,
				});
				expect(json[0]).toMatchObject({ verdict: 'published', uploaded_bytes: bytes });
			}
		});
		await storeBinariesIn('file');
		// The same file again is the same post, as far as n8n gives it the same id.
		expect(made.inits).toBe(binaries === 'file' ? 3 : 2);
	},
);

test('six executions at once with different keys lose none', async () => {
	const keys = Array.from({ length: 6 }, (_, index) => `parallel-${key}-${index}`);
	await Promise.all(
		keys.map(
			async (one) => await engine.run(directPost({ postOnceKey: one }), { items: await items() }),
		),
	);
	for (const one of keys) {
		const { json } = await engine.run(directPost({ postOnceKey: one }), { items: await items() });
		expect(json[0].verdict).toBe('skipped');
	}
});

test('a refusal of TikTok’s gives the key back', async () => {
	const made = await madeBy(async () => {
		engine.simulator.expect('POST', '/v2/post/publish/video/init/').reply(403, {
			error: { code: 'spam_risk_too_many_posts', message: '', log_id: '1' },
		});
		await engine.failure(directPost(), { items: await items() });
		expect((await engine.run(directPost(), { items: await items() })).json[0].verdict).toBe(
			'published',
		);
	});
	expect(made).toEqual({ inits: 1, posts: 1 });
});

test('a post that TikTok gave up gives the key back', async () => {
	engine.simulator.failNextPost('frame_rate_check_failed');
	await engine.failure(directPost(), { items: await items() });
	expect((await engine.run(directPost(), { items: await items() })).json[0].verdict).toBe(
		'published',
	);
});

test('a refusal is told also when n8n’s store cannot take the key back', async () => {
	engine.simulator.expect('POST', '/v2/post/publish/video/init/').reply(403, {
		error: { code: 'spam_risk_too_many_posts', message: '', log_id: '1' },
	});
	const video = [await engine.item(sampleVideo())];
	const before = engine.simulator.callsTo(/creator_info/).length;
	const running = engine.failure(directPost(), { items: video });
	// Only now: the claim itself removes its mark.
	await until(() => engine.simulator.callsTo(/creator_info/).length > before);
	store.isStuck = true;
	const error = await running;
	store.isStuck = false;
	expect(error.description).toContain('spam_risk_too_many_posts');
	expect((await engine.run(directPost(), { items: await items() })).json[0].verdict).toBe(
		'published',
	);
});

test('a parameter that is refused, and Validate Only, do not use the key up', async () => {
	await engine.failure(
		{ ...directPost(), privacyLevel: 'FOLLOWER_OF_CREATOR' },
		{ items: await items() },
	);
	await engine.run(directPost({ validateOnly: true }), { items: await items() });
	expect((await engine.run(directPost(), { items: await items() })).json[0].verdict).toBe(
		'published',
	);
});

test('an unknown outcome keeps the key: the next run is skipped, not posted', async () => {
	engine.app.urlProperties.push('example.com');
	const photo = {
		resource: 'photo',
		operation: 'directPost',
		privacyLevel: 'SELF_ONLY',
		photoUrls: ['https://media.example.com/1.jpg'],
		options: { postOnceKey: `photo-${key}` },
	};
	const made = await madeBy(async () => {
		engine.simulator.fault('content init', { at: 'after body', kind: 'reset' });
		await engine.failure(photo);
		expect((await engine.run(photo)).json[0].verdict).toBe('skipped');
	});
	expect(made.inits).toBe(1);
});

test('an upload that broke off is taken up by the next run, in the same post', async () => {
	const video = [await engine.item(sampleVideo({ bytes: 70_000_000 }))];
	const made = await madeBy(async () => {
		engine.simulator.fault('upload', { chunk: 0, at: 'after body', kind: 'status', status: 400 });
		await engine.failure(directPost(), { items: video });
		const { json } = await engine.run(directPost(), { items: video });
		expect(json[0].verdict).toBe('published');
	});
	expect(made).toEqual({ inits: 1, posts: 1 });
});

test.each([
	['another caption and privacy', { caption: 'Corrected', privacyLevel: 'SELF_ONLY' }],
	['another cover', { options: { videoCoverTimestampMs: 2_000 } }],
])(
	'an upload that broke off is begun anew for %s',
	async (_, { options, ...changed }: IDataObject) => {
		const video = [await engine.item(sampleVideo({ bytes: 70_000_000 }))];
		const made = await madeBy(async () => {
			engine.simulator.fault('upload', { chunk: 0, at: 'after body', kind: 'status', status: 400 });
			await engine.failure(directPost(), { items: video });
			const { json } = await engine.run(
				{ ...directPost(options as IDataObject), ...changed },
				{ items: video },
			);
			const { title, privacy_level } = json[0].requested as IDataObject;
			expect({ title, privacy_level }).toEqual({
				title: changed.caption,
				privacy_level: changed.privacyLevel ?? 'PUBLIC_TO_EVERYONE',
			});
			expect(engine.simulator.posts.at(-1)).toMatchObject({
				caption: changed.caption ?? '',
				visibility: changed.privacyLevel ?? 'PUBLIC_TO_EVERYONE',
			});
		});
		expect(made).toEqual({ inits: 2, posts: 1 });
	},
);

test('an upload that broke off goes on although TikTok’s status does not know the publish id for a moment', async () => {
	const video = [await engine.item(sampleVideo({ bytes: 70_000_000 }))];
	const made = await madeBy(async () => {
		engine.simulator.fault('upload', { chunk: 0, at: 'after body', kind: 'status', status: 400 });
		await engine.failure(directPost(), { items: video });
		engine.simulator.expect('POST', '/v2/post/publish/status/fetch/').reply(400, {
			error: { code: 'invalid_publish_id', message: '', log_id: '1' },
		});
		expect((await engine.run(directPost(), { items: video })).json[0].verdict).toBe('published');
	});
	expect(made).toEqual({ inits: 1, posts: 1 });
});

test('an upload whose hour is over gives the key back, and the next run posts', async () => {
	engine.simulator.rules.uploadUrlMs = 0;
	const error = await engine.failure(directPost(), { items: await items() });
	expect(error.message).toBe('The hour that TikTok gives for an upload is over');
	engine.simulator.rules.uploadUrlMs = 3_600_000;
	expect((await engine.run(directPost(), { items: await items() })).json[0].verdict).toBe(
		'published',
	);
});

test('a file that had arrived although its answer was lost is not asked for again, and is not posted again', async () => {
	const link = {
		...directPost(),
		videoSource: 'sendFromUrl',
		videoUrl: 'https://gone.example.com/clip.mp4',
	};
	const made = await madeBy(async () => {
		engine.simulator.fault('upload', { at: 'after body', kind: 'reset' });
		engine.simulator.expect('POST', '/v2/post/publish/status/fetch/').reply(400, {
			error: { code: 'invalid_params', message: 'Not now', log_id: '1' },
		});
		await engine.failure(directPost(), { items: await items() });
		// Meanwhile the file is out of reach.
		expect((await engine.run(link)).json[0].verdict).toBe('published');
		expect((await engine.run(directPost(), { items: await items() })).json[0].verdict).toBe(
			'skipped',
		);
	});
	expect(made).toEqual({ inits: 1, posts: 1 });
});

describe.each([404, 403])(
	'a finished upload whose last answer was lost, and %i after it',
	(status) => {
		const statusPath = '/v2/post/publish/status/fetch/';
		/** TikTok's status does not know of the last bytes yet. */
		const lag = (times: number) =>
			engine.simulator
				.expect('POST', statusPath)
				.times(times)
				.reply(200, {
					data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 },
					error: { code: 'ok', message: '', log_id: '1' },
				});
		/** The last bytes arrive, their answer is lost, and the upload server knows the upload no longer. */
		const loseTheAnswer = () =>
			engine.simulator.fault('upload', {
				at: 'after body',
				kind: 'reset',
				onStrike: () => engine.simulator.fault('upload', { kind: 'status', status }),
			});

		test('is published once TikTok’s status has caught up', async () => {
			const made = await madeBy(async () => {
				loseTheAnswer();
				lag(4);
				expect((await engine.run(directPost(), { items: await items() })).json[0].verdict).toBe(
					'published',
				);
			});
			engine.simulator.assertNoPendingInterceptors();
			expect(made).toEqual({ inits: 1, posts: 1 });
		});

		test('keeps the key where it does not, and says that it is not known', async () => {
			const made = await madeBy(async () => {
				loseTheAnswer();
				lag(8);
				const error = await engine.failure(directPost(), { items: await items() });
				expect(error.message).toContain('it is not known whether the last bytes');
				expect(error.description).not.toMatch(/Run the workflow again/);
				const { json } = await engine.run(directPost(), { items: await items() });
				expect(json[0]).toMatchObject({ verdict: 'skipped', status: 'PUBLISH_COMPLETE' });
			});
			engine.simulator.assertNoPendingInterceptors();
			expect(made).toEqual({ inits: 1, posts: 1 });
		});

		test('does so within an execution too: Retry On Fail asks for the verdict, and begins nothing', async () => {
			const made = await madeBy(async () => {
				loseTheAnswer();
				lag(8);
				const { json } = await engine.run(directPost({ postOnceKey: undefined }), {
					items: await items(),
					retryOnFail: { maxTries: 2 },
				});
				expect(json[0].verdict).toBe('published');
			});
			expect(made).toEqual({ inits: 1, posts: 1 });
		});
	},
);

test.each([
	['of another size', 71_000_000],
	['of the same size', 70_000_000],
])(
	'a file that was rendered anew, %s, does not go on with the old upload: it is begun anew',
	async (_, bytes) => {
		// The end of a part is kept, and the next one is refused.
		engine.simulator.fault('upload', { chunk: 1, kind: 'status', status: 400 });
		const first = sampleVideo({ bytes: 70_000_000, durationSec: 20 });
		const second = sampleVideo({ bytes, durationSec: 30 });
		const made = await madeBy(async () => {
			await engine.failure(directPost(), { items: [await engine.item(first)] });
			const { json } = await engine.run(directPost(), { items: [await engine.item(second)] });
			expect(json[0].verdict).toBe('published');
		});
		expect(made).toEqual({ inits: 2, posts: 1 });
		expect(engine.simulator.uploads.at(-1)?.sha256).toBe(sha256(second));
	},
);

test('a post that TikTok gave up gives the key back also where that is an output', async () => {
	engine.simulator.failNextPost('frame_rate_check_failed');
	const { json } = await engine.run(directPost({ stopOnFailed: false }), { items: await items() });
	expect(json[0].verdict).toBe('failed');
	expect((await engine.run(directPost(), { items: await items() })).json[0].verdict).toBe(
		'published',
	);
});

describe('what skipped says of a post that came before', () => {
	const withoutWaiting = { waitForCompletion: false };
	const first = async () =>
		(await engine.run(directPost(withoutWaiting), { items: await items() })).json[0];
	const second = async () => (await engine.run(directPost(), { items: await items() })).json[0];

	test('published meanwhile: its link, which nobody was told', async () => {
		const { publish_id } = await first();
		await until(() => engine.simulator.posts.some((post) => post.publishId === publish_id));
		expect(await second()).toMatchObject({
			verdict: 'skipped',
			publish_id,
			status: 'PUBLISH_COMPLETE',
			post_url: expect.stringMatching(/^https:\/\/www\.tiktok\.com\/@clip\.maker\/video\/\d{19}$/),
			skip_reason: 'An item with this Post Once Key was posted before.',
		});
	});

	test('given up meanwhile: the key is free, and the item is posted', async () => {
		const made = await madeBy(async () => {
			engine.simulator.failNextPost('frame_rate_check_failed');
			const { publish_id } = await first();
			await until(() =>
				engine.simulator.tasks.some(
					({ publishId, status }) => publishId === publish_id && status === 'FAILED',
				),
			);
			expect((await second()).verdict).toBe('published');
		});
		expect(made).toEqual({ inits: 2, posts: 1 });
	});

	test('still processed: that it is', async () => {
		engine.simulator.expect('POST', '/v2/post/publish/status/fetch/').reply(200, {
			data: { status: 'PROCESSING_UPLOAD', uploaded_bytes: 547 },
			error: { code: 'ok', message: '', log_id: '1' },
		});
		const { publish_id } = await first();
		const { skip_reason, ...output } = await second();
		expect(output).toMatchObject({ verdict: 'skipped', publish_id, status: 'PROCESSING_UPLOAD' });
		expect(skip_reason).toContain('still processing');
	});

	test('TikTok cannot be asked: no more than that it was sent', async () => {
		const { publish_id } = await first();
		engine.simulator
			.expect('POST', '/v2/post/publish/status/fetch/')
			.reply(403, { error: { code: 'scope_not_authorized', message: '', log_id: '1' } });
		const { skip_reason, ...output } = await second();
		expect(output).toMatchObject({ verdict: 'skipped', publish_id, status: null });
		expect(skip_reason).toContain('could not be asked');
	});

	test('being uploaded by another run right now: that it is', async () => {
		let hasBegun = false;
		engine.simulator.fault('upload', { kind: 'stall', onStrike: () => (hasBegun = true) });
		const running = first();
		await until(() => hasBegun);
		const { skip_reason, ...output } = await second();
		// The silence of the upload server is over at last, counted from whenever the last byte left, and the first run goes on.
		let isOver = false;
		void running.finally(() => (isOver = true));
		while (!isOver) {
			time.pass(121_000);
			await sleep(400);
		}
		const { publish_id } = await running;
		expect(output).toMatchObject({ verdict: 'skipped', publish_id });
		expect(skip_reason).toContain('right now');
	});

	test('not known whether it was started: that', async () => {
		const photo = {
			resource: 'photo',
			operation: 'uploadDraft',
			photoUrls: ['https://media.example.com/1.jpg'],
			options: { postOnceKey: `lost-${key}` },
		};
		engine.app.urlProperties.push('example.com');
		engine.simulator.fault('content init', { at: 'after body', kind: 'reset' });
		await engine.failure(photo);
		const { json } = await engine.run(photo);
		expect(json[0]).toMatchObject({ verdict: 'skipped', publish_id: null });
		expect(json[0].skip_reason).toContain('not known whether the post was started');
	});
});

test('an upload taken up from an earlier run stays the item’s post when n8n runs the node again', async () => {
	const video = await engine.item(sampleVideo({ bytes: 70_000_000 }));
	const made = await madeBy(async () => {
		engine.simulator.fault('upload', { chunk: 0, at: 'after body', kind: 'status', status: 400 });
		await engine.failure(directPost(), { items: [video] });
		// The second item stops the node after the first one was taken up and published.
		const options = { postOnceKey: '={{ $json.key }}' };
		engine.simulator.events.once('post.publish.complete', () =>
			engine.simulator.expect('POST', '/v2/post/publish/video/init/').reply(403, {
				error: { code: 'spam_risk_too_many_posts', message: '', log_id: '1' },
			}),
		);
		const [other] = await items();
		const { json } = await engine.run(directPost(options), {
			items: [
				{ ...video, json: { key: `render-${key}` } },
				{ ...other, json: { key: `other-${key}` } },
			],
			retryOnFail: { maxTries: 3 },
		});
		expect(json.map(({ verdict }) => verdict)).toEqual(['published', 'published']);
	});
	expect(made).toEqual({ inits: 2, posts: 2 });
});

test('without waiting, too, the second one is skipped', async () => {
	const { json } = await engine.run(directPost({ waitForCompletion: false }), {
		items: [...(await items()), ...(await items())],
	});
	expect(json.map(({ verdict }) => verdict)).toEqual(['processing', 'skipped']);
	expect(json[1].publish_id).toBe(json[0].publish_id);
});

test('what is posted already is not opened again: its link may have expired', async () => {
	await engine.run(directPost(), { items: await items() });
	const { json, error } = await engine.run({
		...directPost(),
		videoSource: 'sendFromUrl',
		videoUrl: 'https://gone.example.com/clip.mp4',
	});
	expect(error).toBeUndefined();
	expect(json[0].verdict).toBe('skipped');
});

test('TikTok out of reach is no unknown outcome: nothing was sent, and the key is given back', async () => {
	engine.app.urlProperties.push('example.com');
	const draft = {
		resource: 'photo',
		operation: 'uploadDraft',
		photoUrls: ['https://media.example.com/1.jpg'],
		options: { postOnceKey: `unreachable-${key}`, waitForCompletion: false },
	};
	const proxy = process.env.HTTPS_PROXY;
	process.env.HTTPS_PROXY = 'http://127.0.0.1:9';
	const error = await engine.failure(draft);
	process.env.HTTPS_PROXY = proxy;
	expect(error.message).toBe('TikTok could not be reached');
	expect((await engine.run(draft)).json[0].verdict).toBe('processing');
});

test('a forgotten key posts again', async () => {
	const made = await madeBy(async () => {
		await engine.run(directPost(), { items: await items() });
		await engine.run(directPost({ forgetPostOnceKey: true }), { items: await items() });
	});
	expect(made.posts).toBe(2);
});

test('two items with the same key in one run are one post', async () => {
	const { json } = await engine.run(directPost(), {
		items: [...(await items()), ...(await items())],
	});
	expect(json.map(({ verdict }) => verdict)).toEqual(['published', 'skipped']);
});

test.each(['', '={{ $json.missing }}'])(
	'an empty key (%p) is refused before anything is sent',
	async (postOnceKey) => {
		const before = engine.simulator.calls.length;
		const error = await engine.failure(directPost({ postOnceKey }), { items: await items() });
		expect(error.message).toBe('‘Post Once Key’ is empty');
		expect(engine.simulator.calls.length).toBe(before);
	},
);

const otherProcess = store.ofOtherProcess('workflow', '2');
const digest = () => digestOf(`render-${key}`, String(engine.tokenData.open_id));

test('a run that died in mid-upload in another process is taken over: one post', async () => {
	const made = await madeBy(async () => {
		expect(await claim(otherProcess, digest())).toMatchObject({ turn: 1 });
		expect((await engine.run(directPost(), { items: await items() })).json[0].verdict).toBe(
			'published',
		);
	});
	expect(made).toEqual({ inits: 1, posts: 1 });
});

test('a run that died when its last bytes may have been sent is not repeated', async () => {
	const dead = await claim(otherProcess, digest());
	if (!dead) throw new Error('The key was not new');
	await claimLastBytes(otherProcess, dead);
	const made = await madeBy(async () => {
		const { json } = await engine.run(directPost(), { items: await items() });
		expect(json[0]).toMatchObject({ verdict: 'skipped', publish_id: null });
		expect(json[0].skip_reason).toContain('what became of it is not known here');
	});
	expect(made).toEqual({ inits: 0, posts: 0 });
});

test.each(['file', 'memory'] as const)(
	'a run that was taken over while it still uploads (%s) sends its last bytes no more',
	async (binaries) => {
		await storeBinariesIn(binaries);
		const video = [await engine.item(sampleVideo({ bytes: 12_000_000 }))];
		await storeBinariesIn('file');
		const made = await madeBy(async () => {
			engine.simulator.fault('creator info', { kind: 'delay', ms: 300 });
			const before = engine.simulator.callsTo(/creator_info/).length;
			const running = engine.run(directPost(), { items: video });
			await until(() => engine.simulator.callsTo(/creator_info/).length > before);
			expect(await claim(otherProcess, digest())).toMatchObject({ turn: 2 });
			const { json } = await running;
			expect(json[0]).toMatchObject({ verdict: 'skipped', publish_id: null });
			expect(json[0].skip_reason).toContain('has taken this post over');
		});
		expect(made).toEqual({ inits: 1, posts: 0 });
		// The other process died as well: the next run takes over from it.
		expect((await engine.run(directPost(), { items: await items() })).json[0].verdict).toBe(
			'published',
		);
	},
);

test('a photo post that was taken over before its init is not begun', async () => {
	engine.app.urlProperties.push('example.com');
	const photo = {
		resource: 'photo',
		operation: 'directPost',
		privacyLevel: 'SELF_ONLY',
		photoUrls: ['https://media.example.com/1.jpg'],
		options: { postOnceKey: `render-${key}` },
	};
	const made = await madeBy(async () => {
		engine.simulator.fault('creator info', { kind: 'delay', ms: 300 });
		const before = engine.simulator.callsTo(/creator_info/).length;
		const running = engine.run(photo);
		await until(() => engine.simulator.callsTo(/creator_info/).length > before);
		await claim(otherProcess, digest());
		expect((await running).json[0]).toMatchObject({ verdict: 'skipped', publish_id: null });
	});
	expect(made.inits).toBe(0);
});

test('a photo post that waits for TikTok’s minute has not claimed its init yet', async () => {
	engine.app.urlProperties.push('example.com');
	const photo = (options: IDataObject) => ({
		resource: 'photo',
		operation: 'directPost',
		privacyLevel: 'SELF_ONLY',
		photoUrls: ['https://media.example.com/1.jpg'],
		options: { waitForCompletion: false, ...options },
	});
	for (let number = 0; number < 6; number++) await engine.run(photo({}));
	const isClaimed: boolean[] = [];
	time.onWait = (ms) => {
		if (ms > 5_000)
			isClaimed.push(JSON.stringify([...store.lists.values()]).includes(`${digest()} sent`));
	};
	const { json } = await engine.run(photo({ postOnceKey: `render-${key}` }));
	expect(json[0].verdict).toBe('processing');
	expect(isClaimed).toEqual([false]);
});

describe('n8n’s database refuses calls at a bad moment', () => {
	/** Each call is asked for once more, so two refusals in a row are one that lasts. */
	test.each([4, 5, 6, 7, 8, 9, 10])(
		'after %i calls: no post is lost, none is made twice',
		async (after) => {
			const made = await madeBy(async () => {
				store.refusals = { after, times: 2 };
				const video = await items();
				await engine.run(directPost(), { items: video, retryOnFail: { maxTries: 3 } });
				store.refusals = { after: 0, times: 0 };
				const { json, error } = await engine.run(directPost(), { items: video });
				expect(error).toBeUndefined();
				expect(['published', 'skipped']).toContain(json[0].verdict);
			});
			expect(made.posts).toBe(1);
		},
	);
});

test('two items with the same key in one run are one post where the key is forgotten, too', async () => {
	const made = await madeBy(async () => {
		await engine.run(directPost(), { items: await items() });
		const { json } = await engine.run(directPost({ forgetPostOnceKey: true }), {
			items: [...(await items()), ...(await items())],
		});
		expect(json.map(({ verdict }) => verdict)).toEqual(['published', 'skipped']);
	});
	expect(made.posts).toBe(2);
});

test('an upload that broke off, and then URL, Pulled by TikTok: begun anew', async () => {
	engine.app.urlProperties.push('example.com');
	engine.simulator.fault('upload', { kind: 'status', status: 400 });
	const made = await madeBy(async () => {
		await engine.failure(directPost(), { items: await items() });
		const { json, error } = await engine.run({
			...directPost({ waitForCompletion: false }),
			videoSource: 'pullFromUrl',
			videoUrl: 'https://media.example.com/clip.mp4',
		});
		expect(error).toBeUndefined();
		expect(json[0].verdict).toBe('processing');
	});
	expect(made.inits).toBe(2);
});

test('the last answer is lost, and then the file is gone: it is not said that nothing was published', async () => {
	const lag = { status: 'PROCESSING_UPLOAD', uploaded_bytes: 0 };
	const video = await items();
	const made = await madeBy(async () => {
		engine.simulator.fault('upload', {
			at: 'after body',
			kind: 'reset',
			onStrike: () => Object.assign(video[0].binary?.data ?? {}, { id: 'filesystem-v2:gone' }),
		});
		engine.simulator
			.expect('POST', '/v2/post/publish/status/fetch/')
			.times(20)
			.reply(200, { data: lag, error: { code: 'ok', message: '', log_id: '1' } });
		const first = await engine.run(directPost(), { items: video, retryOnFail: { maxTries: 2 } });
		const said = JSON.stringify([first.error?.message, first.error?.description, first.json]);
		expect(said).not.toContain('Nothing was published');
		expect(first.json[0]?.verdict).not.toBe('processing');
	});
	engine.simulator.reset();
	expect(made.inits).toBe(1);
});

test('what is stored shows neither key nor account', () => {
	const stored = JSON.stringify([...store.lists.values()]);
	expect(stored).not.toMatch(/render|parallel|clip\.maker/);
	expect([...store.lists.keys()]).toEqual(['node/workflow/2']);
});
