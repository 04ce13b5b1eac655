import { describe, expect, test } from '@jest/globals';

import {
	afterRefresh,
	beforeRefresh,
	refusalIn,
	refusalOfBody,
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

describe('a first exchange refused inside HTTP 200', () => {
	test('leaves no access token', () => {
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

	test('without any word is a credential that is not connected', () => {
		expect(refusalIn({})?.code).toBe('not_connected');
		expect(refusalIn({ refresh_token: 'rft.old' })?.code).toBe('not_connected');
	});

	test.each([
		['a token', token],
		['leftovers of an earlier refusal, beside a token', { ...token, ...refusal }],
		['an empty error', { ...token, error: '' }],
	])('is none: %s', (_what, data) => {
		expect(refusalIn(data)).toBeUndefined();
	});
});

describe('a refusal of the token endpoint', () => {
	test.each<[string, Record<string, unknown>, unknown]>([
		[
			'flat',
			refusal,
			{ code: 'invalid_grant', tikTokText: refusal.error_description, logId: 'log-1' },
		],
		[
			'in the envelope of the other endpoints',
			{ error: { code: 'rate_limit_exceeded', message: 'Slow down.', log_id: 'log-2' } },
			{ code: 'rate_limit_exceeded', tikTokText: 'Slow down.', logId: 'log-2' },
		],
		['of an empty error', { error: '' }, undefined],
		['of the code ok', { error: { code: 'ok', message: '' } }, undefined],
		['of a number', { error: 5 }, undefined],
		['of null', { error: null }, undefined],
	])('%s is read as it is', (_what, body, read) => {
		expect(refusalOfBody(body)).toEqual(read);
	});
});

describe('what a refresh leaves to be stored', () => {
	const stored = { ...token, access_token: 'act.old', refresh_token: 'rft.old', n8n: 'kept' };
	const lifetimes = { expires_in: 1, scope: 'video.list' };

	/** What n8n has after a refresh: 2.x merges the answer into what it had, 1.x keeps the answer alone. */
	const renewals = [
		['n8n 2', (answer: object) => ({ ...beforeRefresh(stored), ...answer })],
		['n8n 1', (answer: object) => ({ ...answer })],
	] as const;

	const accessTokens = { new: 'act.new', same: 'act.old', absent: undefined, empty: '' };
	const refreshTokens = { new: 'rft.new', same: 'rft.old', absent: undefined, empty: '' };
	const given = (answer: Record<string, unknown>) =>
		Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined));

	describe.each(renewals)('%s', (_version, renewed) => {
		const cells = Object.keys(accessTokens).flatMap((access) =>
			Object.keys(refreshTokens).flatMap((refresh) =>
				[{}, refusal].map((words) => [access, refresh, words] as const),
			),
		);
		test.each(cells)('access token %s, refresh token %s, %j', (access, refresh, words) => {
			const answer = given({
				access_token: accessTokens[access as keyof typeof accessTokens],
				refresh_token: refreshTokens[refresh as keyof typeof refreshTokens],
				...lifetimes,
				...words,
			});
			const outcome = afterRefresh(stored, renewed(answer));
			if (access === 'new' || ['new', 'same'].includes(refresh)) {
				expect(outcome).toEqual({
					...stored,
					...lifetimes,
					access_token: access === 'new' ? 'act.new' : 'act.old',
					refresh_token: refresh === 'new' ? 'rft.new' : 'rft.old',
				});
			} else if ('error' in words) {
				expect(outcome).toMatchObject({ facts: { code: 'invalid_grant' } });
			} else {
				expect(outcome).toBe(stored);
			}
		});
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
