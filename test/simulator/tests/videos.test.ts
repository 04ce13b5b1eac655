import { describe, expect, test } from '@jest/globals';

import { sampleVideo } from '../index';
import type { Answered } from './client';
import { at, Fixture, outcome } from './fixture';

const fixture = new Fixture();
const T0 = Date.UTC(2026, 0, 1);
const ALL =
	'id,create_time,cover_image_url,share_url,video_description,duration,height,width,title,embed_html,embed_link,like_count,comment_count,share_count,view_count,is_aigc';

const list = async (
	token: string,
	body?: object,
	fields: string | undefined = 'id,create_time',
): Promise<Answered> =>
	await fixture.client.api(
		`/v2/video/list/${fields === '' ? '' : `?fields=${fields}`}`,
		token,
		body,
	);

const query = async (token: string, ids: unknown, fields = 'id'): Promise<Answered> =>
	await fixture.client.api(`/v2/video/query/?fields=${fields}`, token, {
		filters: { video_ids: ids },
	});

/** Values of one field of the videos of an answer. */
function videos(answer: Answered, field = 'id'): unknown[] {
	const found = at(answer, 'data.videos');
	return Array.isArray(found) ? found.map((video: Record<string, unknown>) => video[field]) : [];
}

describe('list', () => {
	test('newest first, ten by default, cursor in ms of the last one', async () => {
		const { account, token } = fixture.connect();
		const posts = Array.from({ length: 12 }, (_, index) =>
			fixture.simulator.addPost(account, { createdAt: T0 + index * 1000 + 250 }),
		);
		const first = await list(token);
		expect(videos(first)).toEqual(
			posts
				.slice(2)
				.reverse()
				.map((post) => post.id),
		);
		expect(videos(first, 'create_time')[0]).toBe((T0 + 11_000) / 1000);
		expect(at(first, 'data.cursor')).toBe(T0 + 2000);
		expect(at(first, 'data.has_more')).toBe(true);
		const second = await list(token, { cursor: at(first, 'data.cursor') });
		expect(videos(second)).toEqual([posts[1]?.id, posts[0]?.id]);
		expect(at(second, 'data')).toMatchObject({ cursor: T0, has_more: false });
		const third = await list(token, { cursor: T0 });
		expect(at(third, 'data')).toEqual({ videos: [], cursor: T0, has_more: false });
	});

	test('any timestamp may be passed; posts of one second fall on one side of it', async () => {
		const { account, token } = fixture.connect();
		const twins = [100, 900].map((ms) =>
			fixture.simulator.addPost(account, { createdAt: T0 + ms }),
		);
		expect(videos(await list(token, { cursor: T0 + 1 }))).toHaveLength(2);
		expect(videos(await list(token, { cursor: T0 }))).toHaveLength(0);
		const page = await list(token, { max_count: 1 });
		expect(at(page, 'data.has_more')).toBe(true);
		expect(videos(await list(token, { cursor: at(page, 'data.cursor') }))).toHaveLength(0);
		fixture.simulator.rules.cursorGrain = 'millisecond';
		const fine = await list(token, { max_count: 1 });
		expect(at(fine, 'data.cursor')).toBe(T0 + 900);
		expect(videos(await list(token, { cursor: T0 + 900 }))).toEqual([twins[0]?.id]);
	});

	test.each([
		[{ max_count: 20 }, '200 ok'],
		[{ max_count: 21 }, '400 invalid_params'],
		[{ max_count: 0 }, '400 invalid_params'],
		[{ max_count: '5' }, '400 invalid_params'],
		[{ cursor: 'now' }, '400 invalid_params'],
		[{}, '200 ok'],
		[undefined, '200 ok'],
	])('body %p: %s', async (body, expected) => {
		expect(outcome(await list(fixture.connect().token, body))).toBe(expected);
	});

	test('only public posts of the account, photos by switch', async () => {
		const { account, token } = fixture.connect();
		const other = fixture.simulator.addAccount({ username: 'other', videos: [{}] });
		expect(other).toBeDefined();
		const open = fixture.simulator.addPost(account, { createdAt: T0 + 2000 });
		fixture.simulator.addPost(account, { visibility: 'MUTUAL_FOLLOW_FRIENDS' });
		fixture.simulator.addPost(account, { moderated: false });
		fixture.simulator.addPost(account, { deleted: true });
		const photo = fixture.simulator.addPost(account, { media: 'PHOTO', createdAt: T0 });
		expect(videos(await list(token))).toEqual([open.id]);
		fixture.simulator.rules.listIncludesPhotos = true;
		expect(videos(await list(token))).toEqual([open.id, photo.id]);
		fixture.simulator.setPrivate(account, true);
		expect(videos(await list(token))).toEqual([]);
	});

	test('published posts join it, once moderated', async () => {
		fixture.simulator.moderationMs = 5000;
		const { token } = fixture.connect();
		await fixture.post(token, sampleVideo({ durationSec: 7 }), {
			post: { privacy_level: 'PUBLIC_TO_EVERYONE', title: 'Hi', is_aigc: true },
		});
		fixture.simulator.clock.advance(1600);
		expect(videos(await list(token))).toEqual([]);
		fixture.simulator.clock.advance(5000);
		const answer = await list(token, undefined, ALL);
		const id = fixture.simulator.posts[0]?.id;
		expect(at(answer, 'data.videos')).toEqual([
			{
				id,
				create_time: expect.any(Number),
				cover_image_url: expect.stringContaining('x-expires='),
				share_url: expect.stringContaining(`https://www.tiktok.com/@user0/video/${id}`),
				video_description: 'Hi',
				duration: 7,
				height: 1920,
				width: 1080,
				title: 'Hi',
				embed_html: expect.stringContaining('<blockquote'),
				embed_link: expect.stringContaining('https://www.tiktok.com/'),
				like_count: 0,
				comment_count: 0,
				share_count: 0,
				view_count: 0,
				is_aigc: true,
			},
		]);
	});

	test('texts are cut at 150 characters; ids are strings', async () => {
		const { token } = fixture.connect({ account: { videos: [{ caption: 'x'.repeat(200) }] } });
		const answer = await list(token, undefined, 'id,title,video_description');
		expect(videos(answer, 'title')).toEqual(['x'.repeat(150)]);
		expect(answer.text).toMatch(/"id":"\d{19}"/);
	});

	test('fields: required by default, must exist; needs video.list', async () => {
		const { token } = fixture.connect({ account: { videos: [{}] } });
		expect(outcome(await list(token, {}, 'likes'))).toBe('400 invalid_params');
		expect(outcome(await list(token, {}, ''))).toBe('400 invalid_params');
		fixture.simulator.rules.missingFields = 'idOnly';
		expect(at(await list(token, {}, ''), 'data.videos')).toEqual([
			{ id: fixture.simulator.posts[0]?.id },
		]);
		const { token: poster } = fixture.connect({ scopes: ['video.publish'] });
		expect(outcome(await list(poster))).toBe('401 scope_not_authorized');
	});
});

/** Follows the cursor to the end. @returns the ids, page by page */
async function pages(token: string, max_count = 20): Promise<unknown[][]> {
	const found: unknown[][] = [];
	for (let cursor: unknown, more: unknown = true; more === true; ) {
		const answer = await list(token, cursor === undefined ? { max_count } : { max_count, cursor });
		found.push(videos(answer));
		cursor = at(answer, 'data.cursor');
		more = at(answer, 'data.has_more');
	}
	return found;
}

describe('posts that come and go', () => {
	test('one that moderation lets through late appears below newer ones, with its old time', async () => {
		const { app, account, token } = fixture.connect();
		const { simulator } = fixture;
		const createdAt = simulator.clock.now() - 60_000;
		const late = simulator.addPost(account, { createdAt, moderationMs: 3_600_000 });
		const byHand = simulator.addPost(account, {
			createdAt: createdAt - 1000,
			moderationMs: Infinity,
		});
		const newer = simulator.addPost(account);
		expect(videos(await list(token))).toEqual([newer.id]);
		simulator.clock.advance(3_600_000);
		const answer = await list(token);
		expect(videos(answer)).toEqual([newer.id, late.id]);
		expect(videos(answer, 'create_time')).toEqual(
			[newer, late].map((post) => Math.floor(post.createdAt / 1000)),
		);
		simulator.clock.advance(1e10);
		simulator.setModerated(byHand);
		const fresh = simulator.grant(app, account).access_token;
		expect(videos(await list(fresh))).toEqual([newer.id, late.id, byHand.id]);
		simulator.setModerated(late, false);
		expect(videos(await list(fresh))).toEqual([newer.id, byHand.id]);
	});

	test('moderation of the next published post, of one account or by hand', async () => {
		const { account, token } = fixture.connect();
		const other = fixture.connect();
		const { simulator } = fixture;
		simulator.moderateNextPost(60_000, account);
		simulator.moderateNextPost(Infinity);
		const publish = async (by: string): Promise<void> => {
			await fixture.post(by, sampleVideo(), { post: { privacy_level: 'PUBLIC_TO_EVERYONE' } });
			simulator.clock.advance(1600);
		};
		for (const by of [other.token, token, token]) await publish(by);
		const [first, second, third] = simulator.posts;
		expect([first, second, third].map((post) => post?.moderated)).toEqual([false, false, true]);
		simulator.clock.advance(60_000);
		expect([first, second].map((post) => post?.moderated)).toEqual([false, true]);
		expect(videos(await list(token))).toEqual([third?.id, second?.id]);
	});

	test('private and public again: the same id at its old place; deleted: gone', async () => {
		const { account, token } = fixture.connect();
		const { simulator } = fixture;
		const [old, middle, young] = simulator.addPosts(account, 3, (index) => ({
			createdAt: T0 + index * 1000,
		}));
		if (old === undefined || middle === undefined || young === undefined)
			throw new Error('three were asked for');
		simulator.setVisibility(middle, 'FOLLOWER_OF_CREATOR');
		expect(videos(await list(token))).toEqual([young.id, old.id]);
		simulator.setVisibility(middle, 'PUBLIC_TO_EVERYONE');
		expect(videos(await list(token))).toEqual([young.id, middle.id, old.id]);
		simulator.setPrivate(account, true);
		expect(videos(await query(token, [middle.id]))).toEqual([]);
		simulator.setPrivate(account, false);
		simulator.deletePost(young);
		expect(videos(await list(token))).toEqual([middle.id, old.id]);
	});

	test('hundreds at once, by pages of twenty', async () => {
		const { account, token } = fixture.connect();
		const posts = fixture.simulator.addPosts(account, 500, (index) => ({
			createdAt: T0 + index * 1000,
			caption: `#${index}`,
		}));
		const found = await pages(token);
		expect(found).toHaveLength(25);
		expect(found.flat()).toEqual(posts.map((post) => post.id).reverse());
		expect(new Set(posts.map((post) => post.id)).size).toBe(500);
	});

	test('of one second: no page goes on within it, unless cursors are in milliseconds', async () => {
		const { account, token } = fixture.connect();
		const { simulator } = fixture;
		const older = simulator.addPost(account, { createdAt: T0 - 1000 });
		const burst = simulator.addPosts(account, 50, (index) => ({ createdAt: T0 + index }));
		expect(new Set(videos(await list(token, { max_count: 20 }), 'create_time'))).toEqual(
			new Set([T0 / 1000]),
		);
		expect(await pages(token)).toEqual([
			burst
				.slice(30)
				.reverse()
				.map((post) => post.id),
			[older.id],
		]);
		simulator.rules.cursorGrain = 'millisecond';
		expect((await pages(token)).flat()).toEqual([
			...burst.map((post) => post.id).reverse(),
			older.id,
		]);
	});

	test('of the very same time', () => {
		const posts = fixture.simulator.addPosts(fixture.connect().account, 5000);
		expect(new Set(posts.map((post) => post.createdAt)).size).toBe(1);
		expect(new Set(posts.map((post) => post.id)).size).toBe(5000);
	});

	test('pages that are cut before the private ones are left out: short, empty, with more to come', async () => {
		const { account, token } = fixture.connect();
		fixture.simulator.rules.listPages = 'cutBeforeFilter';
		fixture.simulator.addPosts(account, 6, (index) => ({
			createdAt: T0 + index * 1000,
			moderated: index % 4 === 0,
		}));
		const ids = fixture.simulator.posts.map((post) => post.id);
		expect(await pages(token, 2)).toEqual([[ids[4]], [], [ids[0]]]);
	});
});

test("TikTok's clock may be ahead or behind", async () => {
	const { account, token } = fixture.connect();
	const { simulator } = fixture;
	simulator.clock.skewMs = -3_600_000;
	const behind = simulator.addPost(account);
	simulator.clock.skewMs = 120_000;
	const ahead = simulator.addPost(account);
	const now = Date.now();
	expect(behind.createdAt).toBeLessThanOrEqual(now - 3_600_000);
	expect(ahead.createdAt).toBeGreaterThan(now + 60_000);
	expect(videos(await list(token))).toEqual([ahead.id, behind.id]);
});

describe('query', () => {
	test('finds own public videos; others are left out, or refused by switch', async () => {
		const { account, token } = fixture.connect();
		const mine = fixture.simulator.addPost(account);
		const hidden = fixture.simulator.addPost(account, { visibility: 'SELF_ONLY' });
		const foreign = fixture.simulator.addPost(fixture.simulator.addAccount({ username: 'other' }));
		const answer = await query(token, [mine.id, hidden.id, foreign.id, '7']);
		expect(at(answer, 'data')).toEqual({ videos: [{ id: mine.id }] });
		fixture.simulator.rules.queryAnswersCursor = true;
		expect(at(await query(token, [mine.id]), 'data')).toMatchObject({ cursor: 0, has_more: false });
		fixture.simulator.rules.queryForeignId = 'invalid_params';
		expect(outcome(await query(token, [mine.id, foreign.id]))).toBe('400 invalid_params');
		expect(outcome(await query(token, [mine.id]))).toBe('200 ok');
	});

	test.each([
		[undefined, '400 invalid_params'],
		[[], '400 invalid_params'],
		[[1], '400 invalid_params'],
		[Array.from({ length: 20 }, String), '200 ok'],
		[Array.from({ length: 21 }, String), '400 invalid_params'],
	])('ids %j: %s', async (ids, expected) => {
		expect(outcome(await query(fixture.connect().token, ids))).toBe(expected);
	});
});
