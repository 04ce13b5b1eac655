import { beforeEach, describe, expect, test } from '@jest/globals';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INodeParameters } from 'n8n-workflow';

import { Polling, type PollingOptions } from '../harness/polling';
import { useEngine } from '../harness/setUps';
import { SkippedTime } from '../harness/skippedTime';
import { sampleVideo, type Account, type VideoOptions } from '../simulator';

const listPath = '/v2/video/list/';
const statusPath = '/v2/post/publish/status/fetch/';

const engine = useEngine();
let account: Account;
let users = 0;
beforeEach(() => {
	account = engine.simulator.addAccount({ username: `user.${++users}` });
	engine.connect(undefined, account);
});

const callsTo = (path: string) => engine.simulator.callsTo(path).length;
const secondsAgo = (seconds: number) => engine.simulator.clock.now() - seconds * 1000;
const addPost = (options?: VideoOptions) => engine.simulator.addPost(account, options);
const idsOf = (items: Array<{ id?: unknown }>) => items.map(({ id }) => id);

/** A workflow for new posts that has begun. */
async function active(
	parameters: INodeParameters = {},
	options?: PollingOptions,
): Promise<Polling> {
	const polling = new Polling(engine, { event: 'postPublished', ...parameters }, options);
	expect(await polling.poll()).toEqual([]);
	return polling;
}

const refusal = (code: string) => ({ data: {}, error: { code, message: 'Not now', log_id: '1' } });

/** What a poll fails with. @throws Error when it does not */
async function failureOf(run: Promise<unknown>): Promise<NodeApiError | NodeOperationError> {
	const error = await run.then(
		(output) => new Error(`The poll did not fail: ${JSON.stringify(output)}`),
		(thrown: unknown) => thrown,
	);
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	throw error as Error;
}

describe('Post Published', () => {
	test('starts where things stand, then gives each new post once, with its id and link', async () => {
		addPost({ caption: 'before', createdAt: secondsAgo(60) });
		const polling = await active();
		expect(await polling.poll()).toEqual([]);
		const post = addPost({ caption: 'Up in the clouds #sky', isAigc: true, viewCount: 3 });
		expect(await polling.poll()).toEqual([
			{
				id: post.id,
				title: 'Up in the clouds #sky',
				created_at: new Date(Math.floor(post.createdAt / 1000) * 1000).toISOString(),
				share_url: expect.stringContaining(
					`https://www.tiktok.com/@${account.username}/video/${post.id}`,
				),
				cover_image_url: expect.stringMatching(/^https:/),
				is_aigc: true,
				view_count: 3,
				like_count: 0,
				comment_count: 0,
				share_count: 0,
			},
		]);
		const before = callsTo(listPath);
		for (let poll = 0; poll < 20; poll++) expect(await polling.poll()).toEqual([]);
		expect(callsTo(listPath) - before).toBe(20);
	});

	test('an account with more than a page: one call for each poll as well', async () => {
		for (let index = 0; index < 70; index++)
			addPost({ createdAt: secondsAgo(100_000 + index * 60) });
		const polling = await active();
		const before = callsTo(listPath);
		for (let poll = 0; poll < 20; poll++) expect(await polling.poll()).toEqual([]);
		expect(callsTo(listPath) - before).toBe(20);
	});

	test('the very first post of an account comes', async () => {
		const polling = await active();
		const post = addPost();
		expect(idsOf(await polling.poll())).toEqual([post.id]);
	});

	test('several come oldest first, a late one with its own older time', async () => {
		const late = addPost({ createdAt: secondsAgo(7200), moderated: false });
		const polling = await active();
		const posts = [3, 2, 1].map((minutes) => addPost({ createdAt: secondsAgo(minutes * 60) }));
		expect(idsOf(await polling.poll())).toEqual(idsOf(posts));
		late.moderated = true;
		expect(idsOf(await polling.poll())).toEqual([late.id]);
	});

	test('one that is made private and public again, or deleted, does not come again', async () => {
		const old = addPost({ createdAt: secondsAgo(60) });
		const polling = await active();
		const [fresh, gone] = [addPost(), addPost()];
		expect(await polling.poll()).toHaveLength(2);
		for (const visibility of ['SELF_ONLY', 'PUBLIC_TO_EVERYONE'] as const) {
			for (const post of [old, fresh]) engine.simulator.setVisibility(post, visibility);
			engine.simulator.deletePost(gone);
			expect(await polling.poll()).toEqual([]);
		}
	});

	test('an account that was private for a while brings nothing old', async () => {
		addPost({ createdAt: secondsAgo(60) });
		const polling = await active();
		engine.simulator.setPrivate(account, true);
		expect(await polling.poll()).toEqual([]);
		engine.simulator.setPrivate(account, false);
		expect(await polling.poll()).toEqual([]);
		expect(idsOf(await polling.poll())).toEqual([]);
	});

	test('TikTok’s clock may stand anywhere', async () => {
		for (const ahead of [-86_400, 86_400]) {
			const polling = await active();
			const post = addPost({ createdAt: secondsAgo(-ahead) });
			expect(idsOf(await polling.poll())).toEqual([post.id]);
			engine.simulator.deletePost(post);
		}
	});

	test('500 at once come in one poll, oldest first', async () => {
		const polling = await active();
		const posts = Array.from({ length: 500 }, (_, index) =>
			addPost({ createdAt: secondsAgo(500 - index) }),
		);
		const before = callsTo(listPath);
		expect(idsOf(await polling.poll())).toEqual(idsOf(posts));
		expect(callsTo(listPath) - before).toBeLessThan(30);
		expect(JSON.stringify(polling.state).length).toBeLessThan(34_000);
		expect(await polling.poll()).toEqual([]);
	}, 60_000);

	test.each([
		['millisecond', 'full', 46],
		['millisecond', 'cutBeforeFilter', 46],
		// No cursor leads to more than a page of one second here; what is older is not lost with it.
		['second', 'full', 20],
		['second', 'cutBeforeFilter', 20],
	] as const)(
		'46 posts of one second, cursors in %ss, pages %s: %i come at once, oldest first, with the older one',
		async (cursorGrain, listPages, count) => {
			const polling = await active();
			const before = { ...engine.simulator.rules };
			Object.assign(engine.simulator.rules, { cursorGrain, listPages });
			try {
				const second = Math.floor(secondsAgo(60) / 1000) * 1000;
				const older = addPost({ createdAt: second - 5_000 });
				const posts = engine.simulator.addPosts(account, 46, (index) => ({
					createdAt: second + index * 20,
				}));
				expect(idsOf(await polling.poll())).toEqual(
					idsOf([older, ...posts.slice(-count).sort((a, b) => (a.id < b.id ? -1 : 1))]),
				);
				expect(await polling.poll()).toEqual([]);
			} finally {
				Object.assign(engine.simulator.rules, before);
			}
		},
	);

	test('a short budget: the rest comes with the next polls, oldest first in each, none lost', async () => {
		const polling = await active({}, { budgetMs: 0 });
		const posts = Array.from({ length: 100 }, (_, index) =>
			addPost({ createdAt: secondsAgo(100 - index) }),
		);
		const polls: unknown[][] = [];
		for (let poll = 0; poll < 8; poll++) polls.push(idsOf(await polling.poll()));
		expect(polls[0]).toEqual(idsOf(posts.slice(80)));
		for (const ids of polls) expect(ids).toEqual([...ids].sort());
		expect(polls.flat().sort()).toEqual(idsOf(posts));
	});

	test('n8n killed after the fetch: they come with the next poll', async () => {
		const polling = await active();
		const post = addPost();
		expect(idsOf((await polling.fetch()).items)).toEqual([post.id]);
		expect(idsOf(await polling.poll())).toEqual([post.id]);
		expect(await polling.poll()).toEqual([]);
	});

	test('n8n that drops what the poll at activation remembers: what is posted then comes all the same', async () => {
		addPost({ createdAt: secondsAgo(60) });
		const polling = new Polling(engine);
		await polling.fetch();
		const post = addPost();
		for (let killed = 0; killed < 2; killed++)
			expect(idsOf((await polling.fetch()).items)).toEqual([post.id]);
		expect(idsOf(await polling.poll())).toEqual([post.id]);
		expect(await polling.poll()).toEqual([]);
	});

	test('a poll that fails on its second page loses nothing', async () => {
		const polling = await active();
		const posts = Array.from({ length: 30 }, (_, index) =>
			addPost({ createdAt: secondsAgo(30 - index) }),
		);
		const before = polling.state;
		engine.simulator.expect('POST', listPath);
		engine.simulator.expect('POST', listPath).reply(500, refusal('internal_error')).times(4);
		const time = new SkippedTime();
		const error = await failureOf(polling.poll());
		time.restore();
		expect(error).toMatchObject({ httpCode: '500', failure: { cause: 'temporarily-unavailable' } });
		expect(polling.state).toEqual(before);
		expect(idsOf(await polling.poll())).toEqual(idsOf(posts));
	});

	test.each([
		[
			'a limit',
			429,
			'rate_limit_exceeded',
			{ httpCode: '429', failure: { cause: 'rate-limited' } },
		],
		[
			'a token that TikTok refuses',
			401,
			'scope_not_authorized',
			{ httpCode: '401', failure: { cause: 'credential-invalid' } },
		],
	])('%s reaches n8n as such', async (_what, status, code, expected) => {
		const polling = await active();
		const post = addPost();
		engine.simulator
			.expect('POST', listPath)
			.reply(status, refusal(code))
			.times(status === 429 ? 7 : 1);
		const time = new SkippedTime();
		const error = await failureOf(polling.poll());
		time.restore();
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject(expected);
		expect(idsOf(await polling.poll())).toEqual([post.id]);
	});

	test('a poll whose budget is over does not wait for TikTok’s limit to pass', async () => {
		const polling = await active({}, { budgetMs: 0 });
		engine.simulator.expect('POST', listPath).reply(429, refusal('rate_limit_exceeded'));
		expect(await failureOf(polling.poll())).toMatchObject({ httpCode: '429' });
		engine.simulator.assertNoPendingInterceptors();
	});

	test('an expired token is renewed between polls, and what is stored goes on', async () => {
		const polling = await active();
		for (let round = 0; round < 2; round++) {
			engine.simulator.expireAccessTokens(account);
			const { refresh_token: before } = engine.tokenData;
			const post = addPost();
			expect(idsOf(await polling.poll())).toEqual([post.id]);
			expect(engine.tokenData.refresh_token).not.toBe(before);
		}
	});

	test('without the permission it says which switch to set, and calls nothing', async () => {
		engine.connect(['user.info.basic', 'video.publish'], account);
		const before = callsTo(listPath);
		const error = await failureOf(new Polling(engine).poll());
		expect(`${error.message} ${error.description}`).toMatch(
			/without a permission.*video\.list \(switch ‘List Videos’\).*connect the account again/s,
		);
		expect(callsTo(listPath)).toBe(before);
	});

	test('another account on the same credential begins anew, and nothing old of it comes', async () => {
		const polling = await active();
		addPost();
		const other = engine.simulator.addAccount({ username: `other.${users}`, videos: [{}, {}] });
		engine.connect(undefined, other);
		expect(await polling.poll()).toEqual([]);
		const post = engine.simulator.addPost(other);
		expect(idsOf(await polling.poll())).toEqual([post.id]);
	});

	test('two workflows on one account know nothing of each other', async () => {
		const [one, two] = [await active(), await active()];
		const first = addPost({ createdAt: engine.simulator.clock.now() - 5_000 });
		expect(idsOf(await one.poll())).toEqual([first.id]);
		const second = addPost();
		expect(idsOf(await two.poll())).toEqual([first.id, second.id]);
		expect(idsOf(await one.poll())).toEqual([second.id]);
	});

	test('a poll that starts while the one before is under way leaves the work to it', async () => {
		const polling = await active();
		const post = addPost();
		const both = await Promise.all([polling.poll(), polling.poll()]);
		expect(both.map((items) => items.length).sort()).toEqual([0, 1]);
		expect(idsOf(both.flat())).toEqual([post.id]);
	});

	test('filters: text, whole hashtag, AI label, duration', async () => {
		const given = {
			text: { contains: 'CLOUDS' },
			tag: { contains: '#Sky' },
			ai: { onlyAiGenerated: true },
			long: { minDuration: 60 },
			allOff: { contains: ' ', onlyAiGenerated: '={{ "false" }}', minDuration: 0 },
		};
		const pollings = await Promise.all(
			Object.values(given).map(async (filters) => await active({ filters })),
		);
		const [clouds, skyline, sky, ai, long] = [
			addPost({ caption: 'Up in the Clouds' }),
			addPost({ caption: 'the #skyline' }),
			addPost({ caption: 'today:#sky#sea' }),
			addPost({ isAigc: true }),
			addPost({ durationSec: 60 }),
		];
		const found = await Promise.all(pollings.map(async (polling) => idsOf(await polling.poll())));
		expect(found.map((ids) => ids.sort())).toEqual(
			[[clouds], [sky], [ai], [long], [clouds, skyline, sky, ai, long]].map((posts) =>
				idsOf(posts).sort(),
			),
		);
	});

	test('filters that make no sense are refused', async () => {
		const polling = new Polling(engine, {
			event: 'postPublished',
			filters: { minDuration: '={{ "long" }}' },
		});
		expect((await failureOf(polling.poll())).message).toBe(
			'‘Minimum Duration (Seconds)’ must be a number of seconds, 0 or more, but holds the text ‘long’',
		);
	});

	test('with Simplify off all of TikTok’s fields come', async () => {
		const polling = await active({ simple: false });
		addPost({ width: 720 });
		expect((await polling.poll())[0]).toMatchObject({
			width: 720,
			embed_link: expect.any(String),
			create_time: expect.any(Number),
		});
	});

	test('a test shows the latest post that passes the filters, and changes nothing', async () => {
		addPost({ createdAt: secondsAgo(50), isAigc: true });
		const newest = addPost({ createdAt: secondsAgo(40) });
		const polling = await active();
		expect(idsOf(await polling.test())).toEqual([newest.id]);
		polling.parameters = { event: 'postPublished', filters: { contains: 'nowhere' } };
		expect((await failureOf(polling.test())).message).toMatch(
			/None of the account’s latest public videos passes the filters/,
		);
		expect(await polling.poll()).toEqual([]);
	});

	test('a test on an account without posts says what to do', async () => {
		const error = await failureOf(new Polling(engine).test());
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(`${error.message} ${error.description}`).toMatch(
			/no public video.*Post a video that everyone may watch/s,
		);
	});

	test('an expression over items, which a trigger has not, is refused with words that help', async () => {
		const error = await failureOf(
			new Polling(engine, {
				event: 'postPublished',
				filters: { contains: '={{ $json.tag }}' },
			}).poll(),
		);
		expect(error.message).toBe('An expression of the trigger could not be evaluated');
		expect(error.description).toMatch(/has no incoming items.*behind another trigger/);
	});
});

describe('Publish Finished', () => {
	/** A post by upload, which is complete after `processingMs` of the simulator's clock. @returns its publish id */
	async function post(privacyLevel = 'PUBLIC_TO_EVERYONE'): Promise<string> {
		const { json } = await engine.run(
			{
				resource: 'video',
				operation: 'directPost',
				privacyLevel,
				options: { waitForCompletion: false },
			},
			{ items: [await engine.item(sampleVideo())] },
		);
		return String(json[0].publish_id);
	}

	async function draft(): Promise<string> {
		const { json } = await engine.run(
			{ resource: 'video', operation: 'uploadDraft', options: { waitForCompletion: false } },
			{ items: [await engine.item(sampleVideo())] },
		);
		return String(json[0].publish_id);
	}

	const watching = (publishIds: string | string[], options: INodeParameters = {}) =>
		new Polling(engine, { event: 'publishFinished', publishIds, options });

	/** Lets TikTok's processing, and its minute of status calls, pass. */
	const pass = (ms: number) => engine.simulator.clock.advance(ms);

	beforeEach(() => {
		engine.simulator.processingMs = 10_000;
		engine.simulator.moderationMs = 0;
	});

	test('each post comes once, at its end, with the output of the TikTok node', async () => {
		const [first, second] = [await post(), await post('SELF_ONLY')];
		const polling = watching(`${first}, ${second}`);
		expect(await polling.poll()).toEqual([]);
		pass(10_000);
		const [{ id }] = engine.simulator.task(first).posts;
		const output = {
			status: 'PUBLISH_COMPLETE',
			verdict: 'published',
			fail_reason: null,
			uploaded_bytes: null,
			is_final: true,
		};
		expect(await polling.poll()).toEqual([
			{
				...output,
				publish_id: first,
				post_ids: [id],
				post_url: `https://www.tiktok.com/@${account.username}/video/${id}`,
				creator_username: account.username,
			},
			{ ...output, publish_id: second, post_ids: [], post_url: null, creator_username: null },
		]);
		const before = callsTo(statusPath);
		expect(await polling.poll()).toEqual([]);
		expect(callsTo(statusPath) - before).toBe(0);
	});

	test('a post that TikTok gives up comes with reason and way out', async () => {
		const id = await post();
		engine.simulator.failTask(id, 'duration_check_failed');
		expect(await watching(id).poll()).toEqual([
			expect.objectContaining({
				publish_id: id,
				verdict: 'failed',
				fail_reason: 'duration_check_failed',
				is_final: true,
				fail_message: expect.stringMatching(/./),
				fail_way_out: expect.stringMatching(/./),
			}),
		]);
	});

	test('a draft comes when it is in the inbox, or only once it is posted', async () => {
		const id = await draft();
		const [inbox, posted, linked] = [
			watching([id]),
			watching([id], { untilPosted: true }),
			watching([id], { untilPublic: true }),
		];
		pass(10_000);
		expect(await inbox.poll()).toEqual([expect.objectContaining({ verdict: 'in_inbox' })]);
		for (const polling of [posted, linked]) expect(await polling.poll()).toEqual([]);
		engine.simulator.finishDraft(id);
		expect(await inbox.poll()).toEqual([]);
		for (const polling of [posted, linked])
			expect(await polling.poll()).toEqual([expect.objectContaining({ verdict: 'published' })]);
	});

	test('Wait for the Link goes on until moderation is over', async () => {
		engine.simulator.moderationMs = 60_000;
		const id = await post();
		const polling = watching(id, { untilPublic: true });
		pass(10_000);
		expect(await polling.poll()).toEqual([]);
		pass(60_000);
		expect(await polling.poll()).toEqual([
			expect.objectContaining({ post_url: expect.stringContaining('https://www.tiktok.com/@') }),
		]);
	});

	test('an id of another account, or of none, is explained once, and keeps no other from coming', async () => {
		const id = await post();
		engine.connect(undefined, engine.simulator.addAccount({ username: `foreign.${users}` }));
		const own = await post();
		pass(10_000);
		const polling = watching(`v_pub_file~v2-1.1 ${id}\n${own}`);
		expect(await polling.poll()).toEqual([
			expect.objectContaining({
				publish_id: id,
				verdict: 'unknown',
				fail_reason: 'token_not_authorized_for_specified_publish_id',
				fail_way_out: expect.stringMatching(/credential that made the post/),
			}),
			expect.objectContaining({ publish_id: own, verdict: 'published' }),
		]);
		// A post that has only just begun may be unknown at first.
		const time = new SkippedTime();
		time.pass(120_000);
		expect(await polling.poll()).toEqual([
			expect.objectContaining({
				publish_id: 'v_pub_file~v2-1.1',
				verdict: 'unknown',
				fail_reason: 'invalid_publish_id',
				status: null,
				is_final: true,
			}),
		]);
		expect(await polling.poll()).toEqual([]);
		time.restore();
	});

	test('watching ends after the time that was set, and says how far the post is', async () => {
		engine.simulator.processingMs = 10 * 86_400_000;
		const id = await post();
		const polling = watching(id, { watchHours: 48 });
		const time = new SkippedTime();
		expect(await polling.poll()).toEqual([]);
		time.pass(47 * 3_600_000);
		expect(await polling.poll()).toEqual([]);
		time.pass(3_600_000);
		expect(await polling.poll()).toEqual([
			expect.objectContaining({
				publish_id: id,
				verdict: 'processing',
				status: 'PROCESSING_UPLOAD',
				is_final: false,
				fail_message: 'What was waited for did not happen within 48 hours',
				fail_way_out: expect.stringMatching(/Get Status/),
			}),
		]);
		expect(await polling.poll()).toEqual([]);
		time.restore();
	});

	test('ids that are taken off the list are forgotten, and asked about anew when they come back', async () => {
		const [one, two] = [await post(), await post()];
		const polling = watching([one, two]);
		pass(10_000);
		expect(await polling.poll()).toHaveLength(2);
		polling.parameters = { ...polling.parameters, publishIds: two };
		expect(await polling.poll()).toEqual([]);
		expect(Object.keys(polling.state.publishes as object)).toEqual([two]);
		polling.parameters = { ...polling.parameters, publishIds: `={{ ["${one}", "${two}"] }}` };
		expect(await polling.poll()).toEqual([expect.objectContaining({ publish_id: one })]);
	});

	test('n8n killed after the fetch: the end comes with the next poll', async () => {
		const polling = watching(await post());
		pass(10_000);
		expect((await polling.fetch()).items).toHaveLength(1);
		expect(await polling.poll()).toHaveLength(1);
		expect(await polling.poll()).toEqual([]);
	});

	test('a limit or a refused token reaches n8n as such', async () => {
		const polling = watching([await post(), await post()]);
		const before = polling.state;
		for (const [status, code, times] of [
			[429, 'rate_limit_exceeded', 7],
			[401, 'scope_not_authorized', 1],
		] as const) {
			engine.simulator.expect('POST', statusPath).reply(status, refusal(code)).times(times);
			const time = new SkippedTime();
			expect(await failureOf(polling.poll())).toMatchObject({ httpCode: String(status) });
			time.restore();
			engine.simulator.assertNoPendingInterceptors();
		}
		expect(polling.state).toEqual(before);
	});

	test('trouble with one id keeps no other from coming, and is told when nothing else is', async () => {
		const [troubled, other, third] = [await post(), await post(), await post()];
		pass(10_000);
		const polling = watching([troubled, other]);
		const time = new SkippedTime();
		engine.simulator.expect('POST', statusPath).reply(500, refusal('internal_error')).times(4);
		expect(await polling.poll()).toEqual([expect.objectContaining({ publish_id: other })]);
		engine.simulator.expect('POST', statusPath).reply(500, refusal('internal_error')).times(4);
		expect(await failureOf(polling.poll())).toMatchObject({ httpCode: '500' });
		expect(await polling.poll()).toEqual([expect.objectContaining({ publish_id: troubled })]);
		// One whose trouble never ends is given up with the time.
		const late = watching([third, other]);
		engine.simulator.expect('POST', statusPath).reply(500, refusal('internal_error')).times(4);
		expect(await late.poll()).toEqual([expect.objectContaining({ publish_id: other })]);
		time.pass(24 * 3_600_000);
		engine.simulator.expect('POST', statusPath).reply(500, refusal('internal_error')).times(4);
		expect(await late.poll()).toEqual([
			expect.objectContaining({
				verdict: 'unknown',
				fail_reason: 'internal_error',
				is_final: false,
			}),
		]);
		expect(await late.poll()).toEqual([]);
		time.restore();
	});

	test('a refused question for the handle costs the link, not the status', async () => {
		const polling = watching(await post());
		pass(10_000);
		engine.simulator
			.expect('POST', '/v2/post/publish/creator_info/query/')
			.reply(200, refusal('spam_risk_too_many_posts'));
		expect(await polling.poll()).toEqual([
			expect.objectContaining({
				verdict: 'published',
				post_ids: [expect.stringMatching(/^\d{19}$/)],
				post_url: null,
			}),
		]);
	});

	test('a test shows how the first post stands, and changes nothing', async () => {
		const id = await post();
		expect(await watching(id).test()).toEqual([
			expect.objectContaining({ publish_id: id, verdict: 'processing', is_final: false }),
		]);
	});

	test.each([
		['', /‘Publish IDs’ is empty.*publish_id from the output/s],
		['x'.repeat(65), /must be publish IDs, but holds the text ‘x{60}…’/],
		[
			Array.from({ length: 201 }, (_, index) => index).join(','),
			/contains 201 IDs, and at most 200 can be watched/,
		],
	])('a test with the ids %.20s says what to do', async (publishIds, told) => {
		const error = await failureOf(watching(publishIds).test());
		expect(`${error.message} ${error.description}`).toMatch(told);
	});

	test('no ids: nothing is to be watched', async () => {
		const before = callsTo(statusPath);
		expect(await watching('={{ [] }}').poll()).toEqual([]);
		expect(callsTo(statusPath)).toBe(before);
	});

	test('100 ids cost 20 status calls a poll at most, and each is asked about in its turn', async () => {
		const known = await post();
		const strangers = Array.from({ length: 99 }, (_, index) => `v_pub_file~v2-1.${index + 10}`);
		const polling = watching([...strangers, known]);
		pass(10_000);
		const time = new SkippedTime();
		const before = callsTo(statusPath);
		let told = 0;
		for (let poll = 1; poll <= 5; poll++) {
			told += (await polling.poll()).filter(({ publish_id }) => publish_id === known).length;
			expect(callsTo(statusPath) - before).toBe(20 * poll);
		}
		time.restore();
		const asked = engine.simulator
			.callsTo(statusPath)
			.slice(before)
			.map(({ body }) => (body as { publish_id: string }).publish_id);
		expect(new Set(asked).size).toBe(100);
		expect(told).toBe(1);
		expect(JSON.stringify(polling.state).length).toBeLessThan(18_000);
	});
});
