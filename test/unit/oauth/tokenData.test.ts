import { describe, expect, test } from '@jest/globals';

import {
	refusalIn,
	tokenDataOf,
	tokenText,
	withoutRefusal,
} from '../../../nodes/shared/oauth/tokenData';

const token = {
	access_token: 'act.new',
	refresh_token: 'rft.new',
	open_id: 'o',
	scope: 'user.info.basic',
	expires_in: 7200,
};
const refusal = {
	error: 'invalid_grant',
	error_description: 'Refresh token is invalid or expired.',
	log_id: 'log-1',
};

describe('the stored token data', () => {
	test.each([
		{},
		{ oauthTokenData: undefined },
		{ oauthTokenData: {} },
		{ oauthTokenData: '' },
		{ oauthTokenData: [] as never },
	])('are absent before the first connect: %j', (credentials) => {
		expect(tokenDataOf(credentials as never)).toBeUndefined();
	});

	test('are read as they are', () => {
		expect(tokenDataOf({ oauthTokenData: token })).toBe(token);
		expect(tokenText(token, 'scope')).toBe('user.info.basic');
		expect(tokenText({ scope: '' }, 'scope')).toBeUndefined();
		expect(tokenText({ scope: 1 }, 'scope')).toBeUndefined();
	});
});

describe('a refusal inside HTTP 200', () => {
	test('of a connect leaves no access token', () => {
		const failure = refusalIn({ ...refusal });
		expect(failure?.facts).toMatchObject({
			code: 'invalid_grant',
			tikTokText: refusal.error_description,
			logId: 'log-1',
		});
		expect(failure?.description).toContain(
			'TikTok refused the connection when the account was connected.',
		);
	});

	test('of a refresh leaves the old access token', () => {
		const failure = refusalIn({ ...token, ...refusal }, token.access_token);
		expect(failure?.facts.code).toBe('invalid_grant');
		expect(failure?.description).toContain('TikTok refused to renew the access token.');
	});

	test('without any word is a credential that is not connected', () => {
		expect(refusalIn({})?.code).toBe('not_connected');
		expect(refusalIn({ refresh_token: 'rft.old' })?.code).toBe('not_connected');
	});

	test.each([
		['a token before any refresh', token, undefined],
		['a refresh that brought a new token', token, 'act.old'],
		['a refresh that brought the same token', token, token.access_token],
		['a new token over the leftovers of an earlier refusal', { ...refusal, ...token }, 'act.old'],
		['leftovers of an earlier refusal, with no refresh since', { ...token, ...refusal }, undefined],
		['an empty error', { ...token, error: '' }, token.access_token],
	])('is none: %s', (_what, data, before) => {
		expect(refusalIn(data, before)).toBeUndefined();
	});
});

describe('leftovers of a refusal', () => {
	test('are taken out, and nothing else', () => {
		const data = { ...token, ...refusal };
		expect(withoutRefusal(data)).toEqual(token);
		expect(data.error).toBe('invalid_grant');
	});

	test('of none are not looked for: log_id may belong to the answer', () => {
		expect(withoutRefusal({ ...token, log_id: 'kept' })).toEqual({ ...token, log_id: 'kept' });
	});
});
