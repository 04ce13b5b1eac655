import { expect, test } from '@jest/globals';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

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
