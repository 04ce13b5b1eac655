import { beforeAll, describe, expect, test } from '@jest/globals';
import { sleep } from 'n8n-workflow';

import { useEngine, useSkippedTime, useWebHost } from '../harness/setUps';
import { sampleVideo, type Scope } from '../simulator';

useSkippedTime();
const web = useWebHost();
const engine = useEngine({
	hosts: { 'media.example.com': web },
	urlProperties: ['example.com'],
});

describe('User: Get', () => {
	test.each<[string, Scope[], string[]]>([
		['nothing but the basics', ['user.info.basic'], ['display_name', 'open_id', 'avatar_url']],
		[
			'the profile',
			['user.info.basic', 'user.info.profile'],
			['username', 'bio_description', 'is_verified'],
		],
		['the counts', ['user.info.basic', 'user.info.stats'], ['follower_count', 'video_count']],
	])('asks only for what was granted: %s', async (_, scopes, keys) => {
		engine.connect(scopes);
		const { json, error } = await engine.run({ resource: 'user', operation: 'getInfo' });
		expect(error).toBeUndefined();
		expect(Object.keys(json[0])).toEqual(expect.arrayContaining(keys));
		engine.connect();
	});

	test('goes without the field that TikTok’s page on user info does not have, where TikTok does not know it', async () => {
		engine.simulator.rules.profileWebLink = false;
		for (const simple of [true, false]) {
			const { json, error } = await engine.run({ resource: 'user', operation: 'getInfo', simple });
			expect(error).toBeUndefined();
			expect(json[0]).toMatchObject({ username: 'clip.maker' });
		}
		engine.simulator.rules.profileWebLink = true;
	});

	test('gives everything when not simplified', async () => {
		const full = await engine.run({ resource: 'user', operation: 'getInfo', simple: false });
		expect(full.json[0]).toHaveProperty('profile_web_link');
		const { json } = await engine.run({ resource: 'user', operation: 'getInfo', simple: false });
		expect(json[0]).toHaveProperty('avatar_large_url');
	});
});

test('Creator: Get gives what the account may post', async () => {
	const { json } = await engine.run({ resource: 'creator', operation: 'getInfo' });
	expect(json[0]).toMatchObject({
		creator_username: 'clip.maker',
		max_video_post_duration_sec: 600,
	});
});

describe('Video: Direct Post', () => {
	test('sends every field where TikTok wants it', async () => {
		const { json, error } = await engine.run(
			{
				resource: 'video',
				operation: 'directPost',
				caption: 'Up #clouds @friend\n😀',
				privacyLevel: 'MUTUAL_FOLLOW_FRIENDS',
				isAigc: true,
				allowComment: true,
				allowDuet: true,
				allowStitch: false,
				discloseCommercialContent: true,
				yourBrand: true,
				brandedContent: true,
				options: { videoCoverTimestampMs: 1500 },
			},
			{ items: [await engine.item(sampleVideo())] },
		);
		expect(error).toBeUndefined();
		expect(engine.simulator.callsTo('/v2/post/publish/video/init/').at(-1)?.body).toEqual({
			post_info: {
				title: 'Up #clouds @friend\n😀',
				privacy_level: 'MUTUAL_FOLLOW_FRIENDS',
				disable_comment: false,
				disable_duet: false,
				disable_stitch: true,
				brand_content_toggle: true,
				brand_organic_toggle: true,
				is_aigc: true,
				video_cover_timestamp_ms: 1500,
			},
			source_info: {
				source: 'FILE_UPLOAD',
				video_size: 547,
				chunk_size: 547,
				total_chunk_count: 1,
			},
		});
		expect(json[0]).toMatchObject({ verdict: 'published', post_ids: [], post_url: null });
	});

	test('lets TikTok pull the video from a verified domain', async () => {
		const { json, error } = await engine.run({
			resource: 'video',
			operation: 'directPost',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
			videoSource: 'pullFromUrl',
			videoUrl: 'https://media.example.com/clip.mp4',
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ verdict: 'published', creator_username: 'clip.maker' });
		expect(web.requests).toContain('/clip.mp4');
	});

	test('checks everything and sends nothing with Validate Only', async () => {
		const inits = engine.simulator.tasks.length;
		const { json } = await engine.run(
			{
				resource: 'video',
				operation: 'directPost',
				privacyLevel: 'SELF_ONLY',
				options: { validateOnly: true },
			},
			{ items: [await engine.item(sampleVideo())] },
		);
		expect(json[0]).toMatchObject({
			verdict: 'validated',
			publish_id: null,
			would_send: {
				post_info: { privacy_level: 'SELF_ONLY' },
				source_info: { source: 'FILE_UPLOAD' },
			},
		});
		expect(engine.simulator.tasks.length).toBe(inits);
	});

	test('does not wait when it is told not to', async () => {
		const statusCalls = engine.simulator.callsTo('/v2/post/publish/status/fetch/').length;
		const { json } = await engine.run(
			{
				resource: 'video',
				operation: 'directPost',
				privacyLevel: 'SELF_ONLY',
				options: { waitForCompletion: false },
			},
			{ items: [await engine.item(sampleVideo())] },
		);
		expect(json[0]).toMatchObject({
			status: 'PROCESSING_UPLOAD',
			verdict: 'processing',
			uploaded_bytes: 547,
		});
		expect(engine.simulator.callsTo('/v2/post/publish/status/fetch/').length).toBe(statusCalls);
	});

	test('says processing, never published, when the maximum wait is over', async () => {
		engine.simulator.processingMs = 60_000;
		const { json, error } = await engine.run(
			{
				resource: 'video',
				operation: 'directPost',
				privacyLevel: 'SELF_ONLY',
				options: { maxWaitMinutes: 0.02 },
			},
			{ items: [await engine.item(sampleVideo())] },
		);
		engine.simulator.processingMs = 50;
		expect(error).toBeUndefined();
		expect(json[0].verdict).toBe('processing');
	});

	test('waits for moderation until the link of a public post is known', async () => {
		engine.simulator.moderationMs = 2_000;
		const { json } = await engine.run(
			{ resource: 'video', operation: 'directPost', privacyLevel: 'PUBLIC_TO_EVERYONE' },
			{ items: [await engine.item(sampleVideo())] },
		);
		engine.simulator.moderationMs = 0;
		expect(json[0].post_url).toMatch(/^https:\/\/www\.tiktok\.com\/@clip\.maker\/video\/\d{19}$/);
	});
});

test('Video: Upload Draft ends in the inbox; once its owner posts it, the status is published', async () => {
	engine.simulator.setPrivate(engine.account, false);
	const { json, error } = await engine.run(
		{ resource: 'video', operation: 'uploadDraft' },
		{ items: [await engine.item(sampleVideo())] },
	);
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({
		verdict: 'in_inbox',
		status: 'SEND_TO_USER_INBOX',
		post_ids: [],
	});
	const publishId = String(json[0].publish_id);
	const post = engine.simulator.finishDraft(publishId);
	const status = await engine.run({ resource: 'publish', operation: 'getStatus', publishId });
	expect(status.json[0]).toMatchObject({
		verdict: 'published',
		post_ids: [post.id],
		post_url: `https://www.tiktok.com/@clip.maker/video/${post.id}`,
	});
});

test('Publish: Wait for Completion waits for a draft to be posted in the app, if told to', async () => {
	const { json } = await engine.run(
		{ resource: 'video', operation: 'uploadDraft' },
		{ items: [await engine.item(sampleVideo())] },
	);
	const publishId = String(json[0].publish_id);
	const waiting = engine.run({
		resource: 'publish',
		operation: 'waitForCompletion',
		publishId,
		options: { untilPublic: true },
	});
	const asked = engine.simulator.callsTo(/status/).length;
	while (engine.simulator.callsTo(/status/).length === asked) await sleep(20);
	const post = engine.simulator.finishDraft(publishId);
	expect((await waiting).json[0]).toMatchObject({ verdict: 'published', post_ids: [post.id] });
});

describe('Photo', () => {
	const photos = [1, 2, 3].map((number) => `https://media.example.com/${number}.jpg`);

	test('Direct Post sends the AI label beside post_info and inside, and the cover counted from zero', async () => {
		const { json, error } = await engine.run({
			resource: 'photo',
			operation: 'directPost',
			photoUrls: photos,
			photoTitle: 'Three days',
			photoDescription: 'Where we ate #lisbon',
			coverPhotoNumber: 2,
			privacyLevel: 'PUBLIC_TO_EVERYONE',
			isAigc: true,
			allowComment: true,
			autoAddMusic: true,
		});
		expect(error).toBeUndefined();
		expect(engine.simulator.callsTo('/v2/post/publish/content/init/').at(-1)?.body).toEqual({
			media_type: 'PHOTO',
			post_mode: 'DIRECT_POST',
			post_info: {
				title: 'Three days',
				description: 'Where we ate #lisbon',
				privacy_level: 'PUBLIC_TO_EVERYONE',
				disable_comment: false,
				auto_add_music: true,
				brand_content_toggle: false,
				brand_organic_toggle: false,
				is_aigc: true,
			},
			source_info: { source: 'PULL_FROM_URL', photo_images: photos, photo_cover_index: 1 },
			is_aigc: true,
		});
		expect(json[0].post_url).toMatch(/\/@clip\.maker\/photo\/\d{19}$/);
	});

	test('Upload Draft carries title and description', async () => {
		const { json, error } = await engine.run({
			resource: 'photo',
			operation: 'uploadDraft',
			photoUrls: [`={{ ["${photos.join('","')}"] }}`],
			photoTitle: 'Three days',
		});
		expect(error).toBeUndefined();
		expect(json[0].verdict).toBe('in_inbox');
		expect(engine.simulator.callsTo('/v2/post/publish/content/init/').at(-1)?.body).toMatchObject({
			post_mode: 'MEDIA_UPLOAD',
			post_info: { title: 'Three days' },
			source_info: { photo_images: photos },
		});
	});
});

describe('Publish', () => {
	test('Wait for Completion goes on until the post is final', async () => {
		engine.simulator.processingMs = 1_500;
		const { json: begun } = await engine.run(
			{
				resource: 'video',
				operation: 'directPost',
				privacyLevel: 'SELF_ONLY',
				options: { waitForCompletion: false },
			},
			{ items: [await engine.item(sampleVideo())] },
		);
		const { json } = await engine.run({
			resource: 'publish',
			operation: 'waitForCompletion',
			publishId: begun[0].publish_id as string,
		});
		engine.simulator.processingMs = 50;
		expect(json[0]).toMatchObject({ verdict: 'published', publish_id: begun[0].publish_id });
	});

	test('Cancel stops a download, and says so only when TikTok does', async () => {
		const { json: begun } = await engine.run({
			resource: 'video',
			operation: 'directPost',
			privacyLevel: 'SELF_ONLY',
			videoSource: 'pullFromUrl',
			videoUrl: 'https://media.example.com/slow.mp4',
			options: { waitForCompletion: false },
		});
		const { json, error } = await engine.run({
			resource: 'publish',
			operation: 'cancel',
			publishId: begun[0].publish_id as string,
		});
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({
			cancelled: true,
			verdict: 'failed',
			fail_reason: 'publish_cancelled',
		});
	});
});

describe('Ids', () => {
	const id = '7678907398077074696';

	test.each([
		['a number in a list', `[${id}]`],
		['a string in a list', `["${id}"]`],
		['a bare number', id],
		['a bare string', `"${id}"`],
	])('%s comes out exactly', async (_, written) => {
		engine.simulator
			.expect('POST', '/v2/post/publish/status/fetch/')
			.reply(
				200,
				`{"data":{"status":"PUBLISH_COMPLETE","publicaly_available_post_id":${written}},"error":{"code":"ok","message":"","log_id":"1"}}`,
				{ 'content-type': 'application/json' },
			);
		const { json } = await engine.run({
			resource: 'publish',
			operation: 'getStatus',
			publishId: 'v_pub_file~v2-1.1',
		});
		expect(json[0].post_ids).toEqual([id]);
		expect(json[0].post_url).toBe(`https://www.tiktok.com/@clip.maker/video/${id}`);
	});
});

describe('Video: Get and Get Many', () => {
	let ids: string[];
	beforeAll(() => {
		const now = engine.simulator.clock.now();
		const posts = Array.from({ length: 45 }, (_, index) =>
			engine.simulator.addPost(engine.account, {
				createdAt: now - index * 60_000,
				caption: `clip ${index}`,
			}),
		);
		ids = posts.map((post) => post.id);
	});

	test('Get Many follows the pages to the end, each video once, newest first', async () => {
		const before = engine.simulator.callsTo('/v2/video/list/').length;
		const { json, error } = await engine.run({
			resource: 'video',
			operation: 'getAll',
			returnAll: true,
		});
		expect(error).toBeUndefined();
		const listed = json.map((video) => String(video.id));
		expect(new Set(listed).size).toBe(listed.length);
		expect(listed.filter((id) => ids.includes(id))).toEqual(ids);
		const publicPosts = engine.simulator.posts.filter(
			(post) => post.visibility === 'PUBLIC_TO_EVERYONE' && post.media === 'VIDEO',
		);
		expect(engine.simulator.callsTo('/v2/video/list/').length - before).toBeLessThanOrEqual(
			Math.ceil(publicPosts.length / 20) + 1,
		);
	});

	test('Get Many stops at the limit, within one page where one is enough', async () => {
		const before = engine.simulator.callsTo('/v2/video/list/').length;
		const { json } = await engine.run({
			resource: 'video',
			operation: 'getAll',
			returnAll: false,
			limit: 5,
		});
		expect(json).toHaveLength(5);
		expect(engine.simulator.callsTo('/v2/video/list/').length - before).toBe(1);
	});

	test('Get splits more than twenty ids, keeps their order, and names the ones that are not there', async () => {
		const before = engine.simulator.callsTo('/v2/video/query/').length;
		const asked = [...ids.slice(0, 25).reverse(), '7000000000000000001'];
		const { json, error } = await engine.run({
			resource: 'video',
			operation: 'get',
			videoIds: asked.join(', '),
		});
		expect(error).toBeUndefined();
		expect(json.map((video) => video.id)).toEqual(asked);
		expect(json.at(-1)).toEqual({ id: '7000000000000000001', available: false });
		expect(json[0]).toMatchObject({ available: true, title: 'clip 24' });
		expect(engine.simulator.callsTo('/v2/video/query/').length - before).toBe(2);
	});
});

describe('Items', () => {
	test('are handled one by one: with Continue, a bad one does not keep the others', async () => {
		const items = [
			await engine.item(sampleVideo()),
			{ json: {} },
			await engine.item(sampleVideo()),
		];
		const { items: output } = await engine.run(
			{ resource: 'video', operation: 'directPost', privacyLevel: 'SELF_ONLY' },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(output.map(({ json }) => json.verdict ?? json.error)).toEqual([
			'published',
			expect.stringMatching(/no file in ‘data’/),
			'published',
		]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	test('ten of them cost one creator info, one init and one upload each', async () => {
		const before = engine.simulator.calls.length;
		const items = await Promise.all(
			Array.from({ length: 10 }, async () => await engine.item(sampleVideo())),
		);
		const { json } = await engine.run(
			{
				resource: 'video',
				operation: 'directPost',
				privacyLevel: 'SELF_ONLY',
				options: { waitForCompletion: false },
			},
			{ items },
		);
		expect(json).toHaveLength(10);
		const counts: Record<string, number> = {};
		for (const { path } of engine.simulator.calls.slice(before))
			counts[path] = (counts[path] ?? 0) + 1;
		expect(counts).toEqual({
			'/v2/post/publish/creator_info/query/': 1,
			'/v2/post/publish/video/init/': 10,
			'/video/': 10,
		});
	});

	test('a photo post of twenty photos costs one creator info, one init and the status calls', async () => {
		const before = engine.simulator.calls.length;
		await engine.run({
			resource: 'photo',
			operation: 'directPost',
			photoUrls: Array.from({ length: 20 }, (_, index) => `https://media.example.com/${index}.jpg`),
			privacyLevel: 'SELF_ONLY',
			options: { waitForCompletion: false },
		});
		expect(engine.simulator.calls.slice(before).map(({ path }) => path)).toEqual([
			'/v2/post/publish/creator_info/query/',
			'/v2/post/publish/content/init/',
		]);
	});
});

test.each([0, -3, 1.5, 'abc'])(
	'Get Many refuses the limit %p before anything is sent',
	async (limit) => {
		const before = engine.simulator.calls.length;
		const error = await engine.failure({
			resource: 'video',
			operation: 'getAll',
			returnAll: false,
			limit,
		});
		expect(error.message).toMatch(
			/^‘Limit’ must be a whole number, 1 or more, but holds the (number|text) /,
		);
		expect(engine.simulator.calls.length).toBe(before);
	},
);

test('Validate Only as text from an expression posts nothing', async () => {
	const before = engine.simulator.tasks.length;
	const { json } = await engine.run(
		{
			resource: 'video',
			operation: 'directPost',
			privacyLevel: 'SELF_ONLY',
			options: { validateOnly: '={{ "true" }}' },
		},
		{ items: [await engine.item(sampleVideo())] },
	);
	expect(json[0]?.verdict).toBe('validated');
	expect(engine.simulator.tasks.length).toBe(before);
});
