import { describe, expect, test } from '@jest/globals';

import { sampleVideo } from '../index';
import type { Answered } from './client';
import { at, Fixture, outcome } from './fixture';

const fixture = new Fixture();
const T0 = Date.UTC(2026, 0, 1);
const ALL = 'id,create_time,cover_image_url,share_url,video_description,duration,height,width,title,embed_html,embed_link,like_count,comment_count,share_count,view_count,is_aigc';

const list = async (token: string, body?: object, fields: string | undefined = 'id,create_time'): Promise<Answered> =>
	await fixture.client.api(`/v2/video/list/${fields === '' ? '' : `?fields=${fields}`}`, token, body);

const query = async (token: string, ids: unknown, fields = 'id'): Promise<Answered> =>
	await fixture.client.api(`/v2/video/query/?fields=${fields}`, token, { filters: { video_ids: ids } });

/** Values of one field of the videos of an answer. */
function videos(answer: Answered, field = 'id'): unknown[] {
	const found = at(answer, 'data.videos');
	return Array.isArray(found) ? found.map((video: Record<string, unknown>) => video[field]) : [];
}

describe('list', () => {
	test('newest first, ten by default, cursor in ms of the last one', async () => {
		const { account, token } = fixture.connect();
		const posts = Array.from({ length: 12 }, (_, index) => fixture.simulator.addPost(account, { createdAt: T0 + index * 1000 + 250 }));
		const first = await list(token);
		expect(videos(first)).toEqual(posts.slice(2).reverse().map((post) => post.id));
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
		const twins = [100, 900].map((ms) => fixture.simulator.addPost(account, { createdAt: T0 + ms }));
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
		await fixture.post(token, sampleVideo({ durationSec: 7 }), { post: { privacy_level: 'PUBLIC_TO_EVERYONE', title: 'Hi', is_aigc: true } });
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
		expect(at(await list(token, {}, ''), 'data.videos')).toEqual([{ id: fixture.simulator.posts[0]?.id }]);
		const { token: poster } = fixture.connect({ scopes: ['video.publish'] });
		expect(outcome(await list(poster))).toBe('401 scope_not_authorized');
	});
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
