import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sleep } from 'n8n-workflow';

import { useEngine, useSkippedTime } from '../harness/setUps';
import { sampleVideo, SCOPES } from '../simulator';

const exchangePath = '/v2/oauth/token/';
const creatorInfo = { resource: 'creator', operation: 'getInfo' };

useSkippedTime();
const engine = useEngine();

const asHttpRequestNode = async () =>
	await engine.httpRequest('https://open.tiktokapis.com/v2/user/info/?fields=open_id');

/** Calls to a path while something runs. */
async function callsDuring(path: string, run: () => Promise<unknown>): Promise<number> {
	const before = engine.simulator.callsTo(path).length;
	await run();
	return engine.simulator.callsTo(path).length - before;
}

describe('a refresh, whatever tokens TikTok gives back', () => {
	const rules = () => engine.simulator.rules;
	beforeEach(() => engine.freshMinute());
	afterEach(() => {
		Object.assign(rules(), { refreshTokenRotation: 'rotate', refreshedAccessToken: 'new' });
	});

	const given = ['new', 'same'] as const;
	const refreshTokens = { new: 'rotate', same: 'same', absent: 'absent' } as const;
	const cells = given.flatMap((access) =>
		(['new', 'same', 'absent'] as const).flatMap((refresh) =>
			(['our node', 'n8n’s HTTP Request node'] as const).map(
				(sender) => [access, refresh, sender] as const,
			),
		),
	);

	test.each(cells)('access token %s, refresh token %s, for %s', async (access, refresh, sender) => {
		const before = engine.tokenData;
		Object.assign(rules(), {
			refreshTokenRotation: refreshTokens[refresh],
			refreshedAccessToken: access,
		});
		for (let renewal = 1; renewal <= 3; renewal++) {
			const { access_token: accessToken, refresh_token: refreshToken } = engine.tokenData;
			engine.simulator.expireAccessTokens();
			const refreshes = await callsDuring(exchangePath, async () => {
				if (sender === 'our node') expect((await engine.run(creatorInfo)).error).toBeUndefined();
				else expect(await asHttpRequestNode()).toMatchObject({ error: { code: 'ok' } });
			});
			expect(refreshes).toBe(1);
			expect(engine.tokenData.access_token === accessToken).toBe(access === 'same');
			expect(engine.tokenData.refresh_token === refreshToken).toBe(refresh !== 'new');
		}
		expect(Object.keys(engine.tokenData)).toEqual(expect.arrayContaining(Object.keys(before)));
		expect(engine.tokenData).toMatchObject({ open_id: before.open_id, scope: before.scope });
	});

	const statuses = [200, 400, 401] as const;
	const refusals = statuses.flatMap((status) =>
		(['our node', 'n8n’s HTTP Request node'] as const).flatMap((sender) =>
			given.map((access) => [status, sender, access] as const),
		),
	);

	test.each(refusals)(
		'a refusal with HTTP %i for %s keeps both tokens, with the access token %s afterwards',
		async (status, sender, access) => {
			const before = engine.tokenData;
			engine.simulator.expireAccessTokens();
			engine.simulator
				.expect('POST', exchangePath)
				.reply(status, { error: 'invalid_request', error_description: 'No.', log_id: '1' });
			if (sender === 'our node') {
				expect((await engine.failure(creatorInfo)).description).toContain('invalid_request');
			} else {
				await expect(asHttpRequestNode()).rejects.toThrow();
			}
			expect(engine.tokenData).toEqual(before);
			rules().refreshedAccessToken = access;
			expect((await engine.run(creatorInfo)).error).toBeUndefined();
			expect(engine.tokenData.refresh_token).not.toBe(before.refresh_token);
		},
	);

	test('words of a refusal beside a new refresh token do not cost the connection', async () => {
		engine.simulator.expireAccessTokens();
		engine.simulator.expect('POST', exchangePath).reply(200, {
			error: 'temporarily_unavailable',
			refresh_token: 'rft.the.new.one',
		});
		await engine.run(creatorInfo);
		expect(engine.tokenData.refresh_token).toBe('rft.the.new.one');
	});

	test('an empty refresh token is none', async () => {
		const before = engine.tokenData;
		engine.simulator.expireAccessTokens();
		engine.simulator
			.expect('POST', exchangePath)
			.reply(200, { access_token: 'act.new.one', refresh_token: '', expires_in: 60 });
		await engine.run(creatorInfo);
		expect(engine.tokenData).toMatchObject({
			access_token: 'act.new.one',
			refresh_token: before.refresh_token,
		});
	});

	test('that another process made, with the same access token, is noticed by the refresh token', async () => {
		const [method, path] = ['POST', '/v2/post/publish/creator_info/query/'] as const;
		engine.simulator
			.expect(method, path)
			.reply(401, { error: { code: 'access_token_invalid', message: '', log_id: '1' } })
			.times(2);
		engine.simulator.expect('POST', exchangePath).reply(200, () => {
			engine.store({ oauthTokenData: { ...engine.tokenData, refresh_token: 'rft.of.another' } });
			return { error: 'invalid_grant', error_description: 'Refresh token is invalid or expired.' };
		});
		const { json, error } = await engine.run(creatorInfo);
		expect(error).toBeUndefined();
		expect(json[0].creator_username).toBe('clip.maker');
		engine.simulator.assertNoPendingInterceptors();
	});
});

describe('an expired access token', () => {
	test('is renewed, and the rotated refresh token is what n8n keeps', async () => {
		const before = engine.tokenData;
		engine.simulator.expireAccessTokens();
		const { json, error } = await engine.run(creatorInfo);
		expect(error).toBeUndefined();
		expect(json[0].creator_username).toBe('clip.maker');
		expect(engine.tokenData.access_token).not.toBe(before.access_token);
		expect(engine.tokenData.refresh_token).not.toBe(before.refresh_token);
		const refresh = engine.simulator.callsTo(exchangePath).at(-1)?.body;
		expect(refresh).toMatchObject({
			grant_type: 'refresh_token',
			client_key: engine.app.clientKey,
			client_secret: engine.app.clientSecret,
			refresh_token: before.refresh_token,
		});
	});

	test('is renewed again and again: each rotation works with the token of the one before', async () => {
		for (let rotation = 1; rotation <= 3; rotation++) {
			engine.simulator.expireAccessTokens();
			const refreshes = await callsDuring(exchangePath, async () => {
				expect((await engine.run(creatorInfo)).error).toBeUndefined();
			});
			expect(refreshes).toBe(1);
		}
	});

	test('is renewed once when three executions find it at the same time', async () => {
		engine.simulator.expireAccessTokens();
		const refreshes = await callsDuring(exchangePath, async () => {
			const runs = await Promise.all([1, 2, 3].map(async () => await engine.run(creatorInfo)));
			expect(runs.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
		});
		expect(refreshes).toBe(1);
	});

	test('is renewed in the middle of a run of several items', async () => {
		const items = await Promise.all([1, 2, 3].map(async () => await engine.item(sampleVideo())));
		engine.simulator.events.once('post.publish.complete', () =>
			engine.simulator.expireAccessTokens(),
		);
		const postsBefore = engine.simulator.posts.length;
		const { json, error } = await engine.run(
			{ resource: 'video', operation: 'directPost', privacyLevel: 'PUBLIC_TO_EVERYONE' },
			{ items },
		);
		expect(error).toBeUndefined();
		expect(json.map(({ verdict }) => verdict)).toEqual(['published', 'published', 'published']);
		expect(engine.simulator.posts.length - postsBefore).toBe(3);
	});

	test('does not keep the privacy list from loading in the editor', async () => {
		engine.simulator.expireAccessTokens();
		const options = await engine.loadOptions('getPrivacyLevels');
		expect(options.map(({ value }) => value)).toEqual([
			'PUBLIC_TO_EVERYONE',
			'MUTUAL_FOLLOW_FRIENDS',
			'SELF_ONLY',
		]);
		expect(options[0]).toMatchObject({
			name: 'Everyone, as Clip Maker',
			description: '@clip.maker',
		});
	});

	test.each([
		['while ours is asking', 0],
		['a moment after ours was refused', 150],
	])(
		'that another process renews and stores %s is looked up again before giving up',
		async (_, afterMs) => {
			engine.simulator.expireAccessTokens();
			engine.simulator.expect('POST', exchangePath).reply(200, () => {
				if (afterMs === 0) engine.connect();
				else void sleep(afterMs).then(() => engine.connect());
				return {
					error: 'invalid_grant',
					error_description: 'Refresh token is invalid or expired.',
					log_id: '1',
				};
			});
			const { json, error } = await engine.run(creatorInfo);
			expect(error).toBeUndefined();
			expect(json[0].creator_username).toBe('clip.maker');
			engine.simulator.assertNoPendingInterceptors();
		},
	);
});

test('a missing scope is a 401 as well, and costs no rotation', async () => {
	engine.connect(['user.info.basic', 'video.upload']);
	// TikTok named more than it gives: the user took the permission back in the TikTok app.
	engine.credentials.stored.set('credential', {
		...engine.credentials.stored.get('credential'),
		oauthTokenData: { ...engine.tokenData, scope: SCOPES.join(',') },
	});
	const refreshes = await callsDuring(exchangePath, async () => {
		expect((await engine.failure(creatorInfo)).message).toMatch(/has not granted the permission/);
	});
	expect(refreshes).toBe(0);
});

test('a revoked grant tells the user to connect again, and keeps what is stored', async () => {
	const before = engine.tokenData;
	engine.simulator.revoke(engine.app, engine.account);
	const error = await engine.failure(creatorInfo);
	expect(error.message).toBe('The connection of this credential to TikTok has ended');
	expect(error.description).toMatch(/connect the account again/);
	expect(error.failure).toEqual({ cause: 'credential-invalid' });
	expect(engine.tokenData).toEqual(before);
});

test('a refusal inside HTTP 200 in the editor stores nothing either', async () => {
	const before = engine.tokenData;
	engine.simulator.revoke(engine.app, engine.account);
	await expect(engine.loadOptions('getPrivacyLevels')).rejects.toThrow(
		/connection of this credential to TikTok has ended/,
	);
	expect(engine.tokenData).toEqual(before);
});

test('after a reconnect the credential posts as the second account', async () => {
	const second = engine.simulator.addAccount({ username: 'second.account' });
	engine.connect(undefined, second);
	expect((await engine.run(creatorInfo)).json[0].creator_username).toBe('second.account');
});

test('the token goes to no other host than open.tiktokapis.com', async () => {
	const items = [await engine.item(sampleVideo())];
	await engine.run(
		{ resource: 'video', operation: 'directPost', privacyLevel: 'SELF_ONLY' },
		{ items },
	);
	const withToken = engine.simulator.calls.filter(
		({ headers }) => headers.authorization !== undefined,
	);
	expect(new Set(withToken.map(({ host }) => host))).toEqual(new Set(['open.tiktokapis.com']));
	expect(engine.simulator.calls.some(({ host }) => host === 'open-upload.tiktokapis.com')).toBe(
		true,
	);
});
