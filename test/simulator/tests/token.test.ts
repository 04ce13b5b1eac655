import { createHash } from 'node:crypto';

import { beforeEach, describe, expect, test } from '@jest/globals';

import type { Account, App } from '../index';
import { at, CALLBACK, Fixture, LOCAL_CALLBACK, text } from './fixture';
import type { Answered } from './client';

const fixture = new Fixture();
const VERIFIER = 'A-b.c_d~'.repeat(8);
const PATH = '/v2/oauth/token/';

let app: App;
let account: Account;

beforeEach(() => {
	app = fixture.webApp();
	account = fixture.simulator.addAccount({ username: 'alice' });
});

function newCode(of: App = app, challenge?: string): string {
	const query = new URLSearchParams({
		client_key: of.clientKey,
		response_type: 'code',
		scope: 'user.info.basic,video.upload',
		redirect_uri: of.redirectUris[0] ?? '',
		...(challenge === undefined
			? {}
			: { code_challenge: challenge, code_challenge_method: 'S256' }),
	});
	const url = `https://www.tiktok.com/v2/auth/authorize/?${query.toString()}`;
	return new URL(fixture.simulator.authorize(url, { account })).searchParams.get('code') ?? '';
}

async function token(fields: Record<string, string | undefined>, of: App = app): Promise<Answered> {
	const all = { client_key: of.clientKey, client_secret: of.clientSecret, ...fields };
	const given = Object.entries(all).flatMap(([key, value]) =>
		value === undefined ? [] : [[key, value]],
	);
	return await fixture.client.form(PATH, Object.fromEntries(given));
}

const exchange = async (changes: Record<string, string | undefined> = {}): Promise<Answered> =>
	await token({
		grant_type: 'authorization_code',
		code: newCode(),
		redirect_uri: CALLBACK,
		...changes,
	});

const refresh = async (
	refreshToken: string,
	changes: Record<string, string | undefined> = {},
): Promise<Answered> =>
	await token({ grant_type: 'refresh_token', refresh_token: refreshToken, ...changes });

const userInfo = async (accessToken: string): Promise<number> =>
	(
		await fixture.client.send('GET', 'https://open.tiktokapis.com/v2/user/info/?fields=open_id', {
			token: accessToken,
		})
	).status;

describe('exchange of a code', () => {
	test('answers flat, with the lifetimes of the newest docs', async () => {
		const answer = await exchange();
		expect(answer.status).toBe(200);
		expect(answer.json).toEqual({
			open_id: expect.any(String),
			scope: 'user.info.basic,video.upload',
			access_token: expect.stringMatching(/^act\..*\*.*!/),
			expires_in: 7_200,
			refresh_token: expect.stringMatching(/^rft\./),
			refresh_expires_in: 15_552_000,
			token_type: 'Bearer',
		});
		expect(fixture.simulator.secrets.has(text(answer, 'access_token'))).toBe(true);
	});

	test('older lifetimes are a switch', async () => {
		Object.assign(fixture.simulator.rules, {
			accessTokenSeconds: 86_400,
			refreshTokenSeconds: 31_536_000,
		});
		expect((await exchange()).json).toMatchObject({
			expires_in: 86_400,
			refresh_expires_in: 31_536_000,
		});
	});

	test('an additional client_id is tolerated', async () => {
		expect(at(await exchange({ client_id: 'x', scope: '' }), 'error')).toBeUndefined();
	});

	test('a charset in the Content-Type makes the parameters malformed, unless by switch', async () => {
		const send = async (contentType: string) =>
			at(
				await fixture.client.send('POST', `https://open.tiktokapis.com${PATH}`, {
					headers: { 'content-type': contentType },
					body: new URLSearchParams({
						client_key: app.clientKey,
						client_secret: app.clientSecret,
						grant_type: 'authorization_code',
						code: newCode(),
						redirect_uri: CALLBACK,
					}).toString(),
				}),
				'error_description',
			);
		const form = 'application/x-www-form-urlencoded';
		expect(await send(form)).toBeUndefined();
		expect(await send(`${form}; charset=UTF-8`)).toBe('The request parameters are malformed.');
		expect(await send(`${form};charset=utf-8`)).toBe('The request parameters are malformed.');
		fixture.simulator.rules.formCharset = 'accepted';
		expect(await send(`${form};charset=utf-8`)).toBeUndefined();
	});

	test('a code works once and for five minutes', async () => {
		const code = newCode();
		expect(at(await exchange({ code }), 'access_token')).toBeDefined();
		expect(at(await exchange({ code }), 'error')).toBe('invalid_grant');
		const late = newCode();
		fixture.simulator.clock.advance(5 * 60_000);
		const answer = await exchange({ code: late });
		expect([at(answer, 'error'), at(answer, 'error_description')]).toEqual([
			'invalid_grant',
			'Authorization code is expired.',
		]);
	});

	test('a code that is decoded twice or not at all is refused', async () => {
		const code = newCode();
		expect(
			at(
				await exchange({ code: encodeURIComponent(code).replace('*', '%2A').replace('!', '%21') }),
				'error',
			),
		).toBe('invalid_grant');
	});

	const malformed = 'The request parameters are malformed.';
	test.each([
		[{ grant_type: undefined }, 'invalid_request', malformed],
		[{ grant_type: 'password' }, 'unsupported_grant_type', undefined],
		[{ grant_type: 'client_credentials' }, 'unsupported_grant_type', undefined],
		[{ client_key: undefined }, 'invalid_request', malformed],
		[{ client_key: undefined, client_id: 'the key' }, 'invalid_request', malformed],
		[{ client_key: 'nobody' }, 'invalid_client', undefined],
		[{ client_secret: undefined }, 'invalid_request', 'Client secret is missed in request.'],
		[{ client_secret: 'wrong' }, 'invalid_client', undefined],
		[{ code: undefined }, 'invalid_request', malformed],
		[{ code: 'wrong' }, 'invalid_grant', undefined],
		[{ redirect_uri: undefined }, 'invalid_request', malformed],
		[
			{ redirect_uri: `${CALLBACK}/` },
			'invalid_request',
			'Redirect_uri is not matched with the uri when requesting code.',
		],
	])('%p gives %s', async (changes, error, description) => {
		const answer = await exchange(changes);
		expect(answer.status).toBe(200);
		expect(Object.keys(answer.json ?? {})).toEqual(['error', 'error_description', 'log_id']);
		expect(at(answer, 'error')).toBe(error);
		if (description !== undefined) expect(at(answer, 'error_description')).toBe(description);
		expect(answer.headers['x-tt-logid']).toBe(at(answer, 'log_id'));
	});

	test("another client's code is refused", async () => {
		const other = fixture.webApp();
		const answer = await token(
			{ grant_type: 'authorization_code', code: newCode(), redirect_uri: CALLBACK },
			other,
		);
		expect(at(answer, 'error')).toBe('invalid_grant');
	});

	test('the HTTP status of refusals is a switch', async () => {
		const wrong = { client_secret: 'wrong' };
		fixture.simulator.rules.tokenErrorStatus = 400;
		expect((await exchange(wrong)).status).toBe(400);
		fixture.simulator.rules.tokenErrorStatus = 'byError';
		expect((await exchange(wrong)).status).toBe(401);
		expect((await exchange({ code: 'wrong' })).status).toBe(400);
	});
});

describe('where the parameters may stand', () => {
	const fields = (): URLSearchParams =>
		new URLSearchParams({
			client_key: app.clientKey,
			client_secret: app.clientSecret,
			grant_type: 'authorization_code',
			code: newCode(),
			redirect_uri: CALLBACK,
		});

	test('a JSON body is refused', async () => {
		const answer = await fixture.client.send('POST', `https://open.tiktokapis.com${PATH}`, {
			body: Object.fromEntries(fields()),
		});
		expect(at(answer, 'error')).toBe('invalid_request');
	});

	test('the query string counts only by switch', async () => {
		const send = async (): Promise<unknown> =>
			at(
				await fixture.client.send(
					'POST',
					`https://open.tiktokapis.com${PATH}?${fields().toString()}`,
				),
				'error',
			);
		expect(await send()).toBe('invalid_request');
		fixture.simulator.rules.acceptTokenParametersInQuery = true;
		expect(await send()).toBeUndefined();
	});

	test('HTTP Basic counts only by switch', async () => {
		const send = async (): Promise<unknown> => {
			const body = fields();
			body.delete('client_key');
			body.delete('client_secret');
			const basic = Buffer.from(`${app.clientKey}:${app.clientSecret}`).toString('base64');
			const headers = { authorization: `Basic ${basic}` };
			return at(
				await fixture.client.send('POST', `https://open.tiktokapis.com${PATH}`, { body, headers }),
				'error',
			);
		};
		expect(await send()).toBe('invalid_request');
		fixture.simulator.rules.acceptBasicClientAuthentication = true;
		expect(await send()).toBeUndefined();
	});
});

describe('PKCE', () => {
	const hex = createHash('sha256').update(VERIFIER).digest('hex');
	const base64 = createHash('sha256').update(VERIFIER).digest('base64url');
	const invalid = 'Code verifier or code challenge is invalid.';
	const run = async (
		of: App,
		challenge: string | undefined,
		verifier: string | undefined,
	): Promise<unknown> => {
		const code = newCode(of, challenge);
		const redirect_uri = of.redirectUris[0];
		return at(
			await token(
				{ grant_type: 'authorization_code', code, redirect_uri, code_verifier: verifier },
				of,
			),
			'error_description',
		);
	};

	test('desktop: hex passes, base64url and everything else fails in the exchange', async () => {
		const desktop = fixture.simulator.addApp({
			platform: 'desktop',
			redirectUris: [LOCAL_CALLBACK],
		});
		expect(await run(desktop, hex, VERIFIER)).toBeUndefined();
		expect(await run(desktop, base64, VERIFIER)).toBe(invalid);
		expect(await run(desktop, hex, undefined)).toBe(invalid);
		expect(await run(desktop, hex, `${VERIFIER}x`)).toBe(invalid);
		const short = 'short';
		expect(await run(desktop, createHash('sha256').update(short).digest('hex'), short)).toBe(
			invalid,
		);
	});

	test('web: compared when a challenge was given; switchable', async () => {
		expect(await run(app, undefined, undefined)).toBeUndefined();
		expect(await run(app, hex, VERIFIER)).toBeUndefined();
		expect(await run(app, base64, VERIFIER)).toBe(invalid);
		fixture.simulator.rules.webPkce = 'ignored';
		expect(await run(app, base64, VERIFIER)).toBeUndefined();
	});
});

describe('refresh', () => {
	test('rotates; the old refresh token is dead at once, the old access token lives on', async () => {
		const first = fixture.simulator.grant(app, account);
		const answer = await refresh(first.refresh_token);
		expect(answer.json).toMatchObject({
			open_id: first.open_id,
			scope: first.scope,
			expires_in: 7_200,
		});
		expect(text(answer, 'refresh_token')).not.toBe(first.refresh_token);
		expect(at(await refresh(first.refresh_token), 'error')).toBe('invalid_grant');
		expect(at(await refresh(text(answer, 'refresh_token')), 'error')).toBeUndefined();
		expect(await userInfo(first.access_token)).toBe(200);
	});

	test.each([
		[{ client_key: undefined }, 'invalid_request'],
		[{ client_secret: 'wrong' }, 'invalid_client'],
		[{ refresh_token: undefined }, 'invalid_request'],
		[{ refresh_token: 'rft.nothing' }, 'invalid_grant'],
	])('%p gives %s and burns nothing', async (changes, error) => {
		const { refresh_token: good } = fixture.simulator.grant(app, account);
		expect(at(await refresh(good, changes), 'error')).toBe(error);
		expect(at(await refresh(good), 'error')).toBeUndefined();
	});

	test("another client's token is refused", async () => {
		const { refresh_token: foreign } = fixture.simulator.grant(fixture.webApp(), account);
		expect(at(await refresh(foreign), 'error')).toBe('invalid_grant');
	});

	test('lives 180 days from each refresh, or to a fixed horizon', async () => {
		const day = 86_400_000;
		const { refresh_token: idle } = fixture.simulator.grant(app, account);
		const { refresh_token: kept } = fixture.simulator.grant(app, account);
		fixture.simulator.clock.advance(100 * day);
		expect(at(await refresh(kept), 'refresh_expires_in')).toBe(15_552_000);
		fixture.simulator.rules.refreshLifeRestarts = false;
		const { refresh_token: fixed } = fixture.simulator.grant(app, account);
		fixture.simulator.clock.advance(80 * day);
		expect(at(await refresh(idle), 'error')).toBe('invalid_grant');
		const remaining = Number(at(await refresh(fixed), 'refresh_expires_in'));
		expect(remaining).toBeLessThanOrEqual(100 * 86_400);
		expect(remaining).toBeGreaterThan(100 * 86_400 - 60);
	});

	test.each([
		['rotate', 'new'],
		['rotate', 'same'],
		['same', 'new'],
		['same', 'same'],
		['absent', 'new'],
		['absent', 'same'],
	] as const)('refresh token %s, access token %s', async (rotation, accessToken) => {
		Object.assign(fixture.simulator.rules, {
			refreshTokenRotation: rotation,
			refreshedAccessToken: accessToken,
		});
		const first = fixture.simulator.grant(app, account);
		fixture.simulator.expireAccessTokens();
		expect(await userInfo(first.access_token)).toBe(401);
		const { json } = await refresh(first.refresh_token);
		const { access_token: access, refresh_token: renewed } = json as Partial<typeof first>;
		expect(access === first.access_token).toBe(accessToken === 'same');
		expect(await userInfo(String(access))).toBe(200);
		if (rotation === 'rotate') expect(renewed).not.toBe(first.refresh_token);
		else expect(renewed).toBe(rotation === 'same' ? first.refresh_token : undefined);
		expect(at(await refresh(first.refresh_token), 'error')).toBe(
			rotation === 'rotate' ? 'invalid_grant' : undefined,
		);
		expect(at(await refresh(renewed ?? first.refresh_token), 'error')).toBeUndefined();
	});

	test('switches: same token, grace period, reuse kills the grant, old token bucket', async () => {
		fixture.simulator.rules.refreshTokenRotation = 'same';
		const same = fixture.simulator.grant(app, account);
		expect(at(await refresh(same.refresh_token), 'refresh_token')).toBe(same.refresh_token);

		Object.assign(fixture.simulator.rules, {
			refreshTokenRotation: 'rotate',
			rotationGraceMs: 10_000,
		});
		const graced = fixture.simulator.grant(app, account);
		await refresh(graced.refresh_token);
		expect(at(await refresh(graced.refresh_token), 'error')).toBeUndefined();
		fixture.simulator.clock.advance(10_000);
		expect(at(await refresh(graced.refresh_token), 'error')).toBe('invalid_grant');

		fixture.simulator.rules.refreshReuseRevokesGrant = true;
		expect(await userInfo(graced.access_token)).toBe(200);
		await refresh(graced.refresh_token);
		expect(await userInfo(graced.access_token)).toBe(401);
	});
});

describe('revoke', () => {
	const revoke = async (value: string, changes: Record<string, string> = {}): Promise<Answered> =>
		await fixture.client.form('/v2/oauth/revoke/', {
			client_key: app.clientKey,
			client_secret: app.clientSecret,
			token: value,
			...changes,
		});

	test('ends access and refresh token; the answer is {}', async () => {
		const received: number[] = [];
		fixture.simulator.events.on('authorization.removed', ({ reason }) => received.push(reason));
		const tokens = fixture.simulator.grant(app, account);
		const answer = await revoke(tokens.access_token);
		expect([answer.status, answer.text]).toEqual([200, '{}']);
		expect(await userInfo(tokens.access_token)).toBe(401);
		expect(at(await refresh(tokens.refresh_token), 'error')).toBe('invalid_grant');
		expect(received).toEqual([5]);
	});

	test('refusals and switches', async () => {
		const tokens = fixture.simulator.grant(app, account);
		expect(at(await revoke(tokens.access_token, { client_secret: 'wrong' }), 'error')).toBe(
			'invalid_client',
		);
		expect(at(await revoke(''), 'error')).toBe('invalid_request');
		expect((await revoke('act.unknown')).text).toBe('{}');
		fixture.simulator.rules.revokeDeadToken = 'invalid_grant';
		expect(at(await revoke('act.unknown'), 'error')).toBe('invalid_grant');
		Object.assign(fixture.simulator.rules, { revokeBody: '', revokeKillsRefreshToken: false });
		expect((await revoke(tokens.access_token)).text).toBe('');
		expect(at(await refresh(tokens.refresh_token), 'error')).toBeUndefined();
	});
});

test('the same account has one open id per app', () => {
	const first = fixture.simulator.grant(app, account);
	fixture.simulator.revoke(app, account);
	expect(fixture.simulator.grant(app, account).open_id).toBe(first.open_id);
	expect(fixture.simulator.grant(fixture.webApp(), account).open_id).not.toBe(first.open_id);
});
