import { describe, expect, test } from '@jest/globals';

import type { Answered } from './client';
import { at, Fixture, outcome } from './fixture';

const fixture = new Fixture();
const CREATOR = '/v2/post/publish/creator_info/query/';

const userInfo = async (token: string | undefined, fields?: string): Promise<Answered> => {
	const query = fields === undefined ? '' : `?fields=${fields}`;
	return await fixture.client.send(
		'GET',
		`https://open.tiktokapis.com/v2/user/info/${query}`,
		token === undefined ? {} : { token },
	);
};

describe('the bearer token, on every endpoint', () => {
	test.each([
		['GET', '/v2/user/info/?fields=open_id'],
		['POST', CREATOR],
		['POST', '/v2/post/publish/video/init/'],
		['POST', '/v2/post/publish/inbox/video/init/'],
		['POST', '/v2/post/publish/content/init/'],
		['POST', '/v2/post/publish/status/fetch/'],
		['POST', '/v2/post/publish/cancel/'],
		['POST', '/v2/video/list/?fields=id'],
		['POST', '/v2/video/query/?fields=id'],
	] as const)('%s %s', async (method, path) => {
		const url = `https://open.tiktokapis.com${path}`;
		const { app, account, token } = fixture.connect();
		const missing = await fixture.client.send(method, url);
		expect(outcome(missing)).toBe('401 access_token_invalid');
		expect(missing.headers['x-tt-logid']).toBe(at(missing, 'error.log_id'));
		expect(at(missing, 'data')).toEqual({});
		expect(outcome(await fixture.client.send(method, url, { token: 'act.unknown' }))).toBe(
			'401 access_token_invalid',
		);
		const malformed = await fixture.client.send(method, url, { headers: { authorization: token } });
		expect(outcome(malformed)).toBe('400 invalid_params');
		expect(at(malformed, 'error.message')).toBe(
			'Invalid authorization header. Please check the format.',
		);

		const none = fixture.simulator.grant(app, account, []).access_token;
		expect(outcome(await fixture.client.send(method, url, { token: none }))).toBe(
			'401 scope_not_authorized',
		);

		fixture.simulator.expireAccessTokens(account);
		expect(outcome(await fixture.client.send(method, url, { token }))).toBe(
			'401 access_token_invalid',
		);
		const other = fixture.simulator.grant(app, account).access_token;
		fixture.simulator.clock.advance(7_200_000);
		expect(outcome(await fixture.client.send(method, url, { token: other }))).toBe(
			'401 access_token_invalid',
		);
		const revoked = fixture.simulator.grant(app, account).access_token;
		fixture.simulator.revoke(app, account);
		expect(outcome(await fixture.client.send(method, url, { token: revoked }))).toBe(
			'401 access_token_invalid',
		);
	});

	test('switches: malformed header, data on error, code of bad parameters', async () => {
		Object.assign(fixture.simulator.rules, {
			malformedAuthorization: 'access_token_invalid',
			dataOnError: 'absent',
			invalidParamCode: 'invalid_param',
		});
		const { token } = fixture.connect();
		const malformed = await fixture.client.send(
			'GET',
			'https://open.tiktokapis.com/v2/user/info/',
			{ headers: { authorization: 'x' } },
		);
		expect(outcome(malformed)).toBe('401 access_token_invalid');
		expect(at(malformed, 'data')).toBeUndefined();
		expect(outcome(await userInfo(token))).toBe('400 invalid_param');
		fixture.simulator.rules.dataOnError = 'empty';
		expect(at(await fixture.client.api(CREATOR, undefined), 'data')).toEqual({});
	});

	test('by default only the refusal of a token has data', async () => {
		const { token } = fixture.connect({ scopes: ['user.info.basic'] });
		const withoutToken = await fixture.client.api(CREATOR, undefined);
		expect(at(withoutToken, 'data')).toEqual({});
		const withoutScope = await userInfo(token, 'follower_count');
		expect(outcome(withoutScope)).toBe('401 scope_not_authorized');
		expect(Object.keys(withoutScope.json ?? {})).toEqual(['error']);
		const withoutFields = await userInfo(token);
		expect(Object.keys(withoutFields.json ?? {})).toEqual(['error']);
	});
});

describe('user info', () => {
	test('gives the fields asked for in the documented envelope', async () => {
		const { token, account } = fixture.connect({
			account: {
				username: 'alice',
				nickname: 'Alice',
				bio: 'Hi',
				verified: true,
				followerCount: 3,
				followingCount: 2,
				likesCount: 9,
			},
		});
		fixture.simulator.addPost(account);
		fixture.simulator.addPost(account, { visibility: 'SELF_ONLY' });
		const answer = await userInfo(
			token,
			'open_id,union_id,avatar_url,avatar_url_100,avatar_large_url,display_name,bio_description,profile_deep_link,profile_web_link,is_verified,username,follower_count,following_count,likes_count,video_count',
		);
		expect(answer.json).toEqual({
			data: {
				user: {
					open_id: expect.any(String),
					union_id: account.unionId,
					avatar_url: expect.stringContaining('https://'),
					avatar_url_100: expect.stringContaining('https://'),
					avatar_large_url: expect.stringContaining('https://'),
					display_name: 'Alice',
					bio_description: 'Hi',
					profile_deep_link: expect.stringContaining('https://'),
					profile_web_link: 'https://www.tiktok.com/@alice',
					is_verified: true,
					username: 'alice',
					follower_count: 3,
					following_count: 2,
					likes_count: 9,
					video_count: 1,
				},
			},
			error: { code: 'ok', message: '', log_id: expect.stringMatching(/^\d{14}[0-9A-F]{20}$/) },
		});
	});

	test('fields are required and must exist', async () => {
		const { token } = fixture.connect();
		expect(outcome(await userInfo(token))).toBe('400 invalid_params');
		expect(outcome(await userInfo(token, 'open_id,shoe_size'))).toBe('400 invalid_params');
		fixture.simulator.rules.profileWebLink = false;
		expect(outcome(await userInfo(token, 'profile_web_link'))).toBe('400 invalid_params');
	});

	test.each([
		['username', 'user.info.profile'],
		['likes_count', 'user.info.stats'],
	] as const)('one field outside the scopes (%s) fails the whole call', async (field, scope) => {
		const { app, account, token } = fixture.connect({ scopes: ['user.info.basic'] });
		const answer = await userInfo(token, `open_id,${field}`);
		expect(outcome(answer)).toBe('401 scope_not_authorized');
		expect(at(answer, 'error.message')).toBe(
			'The user did not authorize the scope required for completing this request.',
		);
		fixture.simulator.rules.missingFieldScope = 'scope_permission_missed';
		expect(outcome(await userInfo(token, `open_id,${field}`))).toBe('400 scope_permission_missed');
		const wider = fixture.simulator.grant(app, account, ['user.info.basic', scope]).access_token;
		expect(outcome(await userInfo(wider, `open_id,${field}`))).toBe('200 ok');
	});
});

describe('creator info', () => {
	test.each([
		[false, ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY']],
		[true, ['FOLLOWER_OF_CREATOR', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY']],
	])('private account: %p; an unaudited app sees the same options', async (isPrivate, options) => {
		const { token } = fixture.connect({
			app: { audited: false },
			account: {
				username: 'alice',
				nickname: 'Alice',
				private: isPrivate,
				commentDisabled: true,
				maxVideoPostDurationSec: 300,
			},
		});
		const answer = await fixture.client.api(CREATOR, token);
		expect(at(answer, 'data')).toEqual({
			creator_avatar_url: expect.stringContaining('https://'),
			creator_username: 'alice',
			creator_nickname: 'Alice',
			privacy_level_options: options,
			comment_disabled: true,
			duet_disabled: isPrivate,
			stitch_disabled: isPrivate,
			max_video_post_duration_sec: 300,
		});
	});

	test('switches of the creator show at once', async () => {
		const { token, account } = fixture.connect();
		Object.assign(account, { duetDisabled: true, stitchDisabled: true, nickname: 'New' });
		const answer = await fixture.client.api(CREATOR, token);
		expect(at(answer, 'data')).toMatchObject({
			duet_disabled: true,
			stitch_disabled: true,
			creator_nickname: 'New',
		});
	});

	test('needs video.publish: a draft-only grant cannot call it', async () => {
		const { token } = fixture.connect({ scopes: ['video.upload'] });
		expect(outcome(await fixture.client.api(CREATOR, token))).toBe('401 scope_not_authorized');
	});

	test('a ban comes as HTTP 200', async () => {
		const { token } = fixture.connect({ account: { banned: true } });
		expect(outcome(await fixture.client.api(CREATOR, token))).toBe(
			'200 spam_risk_user_banned_from_posting',
		);
	});
});

test('an unknown address or method is no endpoint', async () => {
	const { token } = fixture.connect();
	for (const [method, url] of [
		['POST', 'https://open.tiktokapis.com/v2/nothing/'],
		['GET', `https://open.tiktokapis.com${CREATOR}`],
		['POST', `https://open.tiktokapis.com${CREATOR.slice(0, -1)}`],
		['POST', `https://www.tiktok.com${CREATOR}`],
	] as const) {
		expect((await fixture.client.send(method, url, { token })).status).toBe(404);
	}
});
