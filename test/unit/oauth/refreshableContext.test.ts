import { describe, expect, test } from '@jest/globals';
import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { refreshableContext } from '../../../nodes/shared/oauth/refreshableContext';

const url = 'https://open.tiktokapis.com/v2/user/info/';
const refreshOn401: IHttpRequestOptions = {
	url,
	ignoreHttpStatusErrors: { ignore: true, except: [401] },
};

/** What n8n's code for OAuth2 sees through the derived context, with a helper that gives this answer. */
function derivedFrom(answer: {
	statusCode: number;
	body: unknown;
	headers: Record<string, string>;
}) {
	// n8n 1.x: each status is an answer, whatever `except` says.
	const helpers = { httpRequest: async () => await Promise.resolve(answer) };
	return refreshableContext({ helpers } as unknown as IExecuteFunctions);
}

test('a 401 that 1.x gives as an answer is thrown in the form that starts n8n’s refresh', async () => {
	const body = { error: { code: 'access_token_invalid' } };
	const { context, sent, unauthorized } = derivedFrom({
		statusCode: 401,
		body,
		headers: { 'x-tt-logid': '1' },
	});
	await expect(context.helpers.httpRequest(refreshOn401)).rejects.toMatchObject({
		response: { status: 401 },
	});
	expect(sent).toEqual(['unauthorized']);
	expect(unauthorized()).toEqual({ statusCode: 401, body, headers: { 'x-tt-logid': '1' } });
});

test('without that wish a 401 is an answer', async () => {
	const answer = { statusCode: 401, body: {}, headers: {} };
	const { context, sent, unauthorized } = derivedFrom(answer);
	expect(await context.helpers.httpRequest({ url, ignoreHttpStatusErrors: true })).toBe(answer);
	expect(sent).toEqual(['answered']);
	expect(unauthorized()).toBeUndefined();
});

test('any other refusal stays an answer', async () => {
	const answer = { statusCode: 403, body: {}, headers: {} };
	const { context, sent } = derivedFrom(answer);
	expect(await context.helpers.httpRequest(refreshOn401)).toBe(answer);
	expect(sent).toEqual(['answered']);
});

describe('a refresh', () => {
	const stored = { access_token: 'act.old', refresh_token: 'rft.old', open_id: 'o' };

	/** The credential that n8n gets, which it writes the refreshed token data into. */
	async function credentialFor(oauthTokenData: IDataObject) {
		const getCredentials = async () => await Promise.resolve({ clientKey: 'key', oauthTokenData });
		const derived = refreshableContext({ getCredentials } as unknown as IExecuteFunctions);
		const credential: IDataObject = await derived.context.getCredentials('tikTokOAuth2Api');
		return { credential, refusal: derived.refusal };
	}

	test('finds the access token and nothing else of the stored data', async () => {
		const { credential } = await credentialFor(stored);
		expect(credential.oauthTokenData).toEqual({ access_token: 'act.old' });
	});

	test('is stored as TikTok’s answer over what there was', async () => {
		const { credential } = await credentialFor(stored);
		credential.oauthTokenData = { access_token: 'act.old', refresh_token: 'rft.new' };
		expect(credential.oauthTokenData).toEqual({ ...stored, refresh_token: 'rft.new' });
	});

	test('that brought nothing leaves what there was', async () => {
		const { credential } = await credentialFor(stored);
		credential.oauthTokenData = { scope: 'video.list' };
		expect(credential.oauthTokenData).toEqual(stored);
	});

	test('that TikTok refused is thrown before n8n stores anything', async () => {
		const { credential, refusal } = await credentialFor(stored);
		expect(() => {
			credential.oauthTokenData = { access_token: 'act.old', error: 'invalid_grant' };
		}).toThrow('connection of this credential to TikTok has ended');
		expect(refusal()?.code).toBe('invalid_grant');
	});
});
