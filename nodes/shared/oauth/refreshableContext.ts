import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { rethrow } from '../errors/rethrow';
import { credentialType, type RawAnswer, type TikTokContext } from '../context';
import { TikTokError } from '../errors/tikTokError';
import { isRecord } from '../records';
import {
	afterRefresh,
	beforeRefresh,
	rememberSecretsOf,
	tokenDataOf,
	withoutRefusal,
} from './tokenData';

/** How a request to the API itself ended: n8n's helper throws for a 401 that it was told to see, and for a lost answer. */
export type Sent = 'answered' | 'unauthorized' | 'lost';

/** A 401 in the form in which n8n's OAuth2 code looks for it. */
class Unauthorized extends Error {
	readonly response = { status: 401 };
}

/** A context whose credential n8n can refresh in every mode, and what became of the requests made through it. */
export interface RefreshableContext<C extends TikTokContext> {
	context: C;
	/** Each request that n8n sent to the API, in order; requests to the token endpoint are not among them. */
	sent: readonly Sent[];
	/** The last answer with status 401, which n8n's helper threw. */
	unauthorized(): RawAnswer | undefined;
	/** TikTok's refusal of the refresh inside HTTP 200; undefined as long as there was none. */
	refusal(): TikTokError | undefined;
}

/**
 * Derives from n8n's context one whose `getCredentials` returns a copy that steers n8n's refresh into the branch that
 * can carry TikTok's `client_key` (see the credential's class). n8n's own evaluation of the credential does so only in
 * executions and polls, and only from 2.x on; load options run in the mode `internal`, and 1.x never asks the
 * credential's class (by reading n8n 2.41.1 and 1.123.81).
 *
 * The copy's `oauthTokenData` is an accessor: n8n assigns the refreshed data to it before it stores what it then reads
 * from it, so a refusal in an answer with HTTP status 200 is thrown there and nothing is stored.
 */
export function refreshableContext<C extends TikTokContext>(context: C): RefreshableContext<C> {
	let refusal: TikTokError | undefined;
	let unauthorized: RawAnswer | undefined;
	const sent: Sent[] = [];

	const seenUnauthorized = (answer: RawAnswer) => {
		unauthorized = answer;
		sent.push('unauthorized');
	};

	const httpRequest = async (options: IHttpRequestOptions): Promise<unknown> =>
		await context.helpers.httpRequest(options).then(
			(answer: unknown) => {
				// 1.x knows no exceptions from `ignoreHttpStatusErrors` and gives the 401 as an answer.
				if (
					isRecord(answer) &&
					answer.statusCode === 401 &&
					typeof options.ignoreHttpStatusErrors === 'object'
				) {
					seenUnauthorized(answerOf({ data: answer.body, headers: answer.headers }));
					throw new Unauthorized();
				}
				sent.push('answered');
				return answer;
			},
			async (error: unknown) => {
				const response = isRecord(error) ? error.response : undefined;
				if (isRecord(response) && response.status === 401) seenUnauthorized(answerOf(response));
				else sent.push('lost');
				return rethrow(error);
			},
		);

	const getCredentials = async (type: string, itemIndex?: number) => {
		const credentials = await (
			context as { getCredentials(t: string, i?: number): Promise<ICredentialDataDecryptedObject> }
		).getCredentials(type, itemIndex);
		const stored = tokenDataOf(credentials);
		if (type !== credentialType || !stored) return credentials;
		const copy = {
			...credentials,
			grantType: 'clientCredentials',
			authentication: 'body',
			scope: '',
			additionalBodyProperties: JSON.stringify({
				client_key: credentials.clientKey,
				grant_type: 'refresh_token',
				refresh_token: stored.refresh_token,
			}),
		};
		rememberSecretsOf(credentials);
		const before = withoutRefusal(stored);
		let after: typeof before | undefined;
		Object.defineProperty(copy, 'oauthTokenData', {
			enumerable: true,
			configurable: true,
			get: () => after ?? beforeRefresh(before),
			set(renewed: typeof before) {
				const outcome = afterRefresh(before, renewed);
				if (outcome instanceof TikTokError) {
					refusal = outcome;
					throw outcome;
				}
				after = outcome;
			},
		});
		return copy;
	};

	return {
		context: new Proxy(context, {
			get(target, property) {
				if (property === 'getCredentials') return getCredentials;
				if (property === 'helpers') return { ...target.helpers, httpRequest };
				const value: unknown = Reflect.get(target, property, target);
				return typeof value === 'function' ? value.bind(target) : value;
			},
		}),
		sent,
		unauthorized: () => unauthorized,
		refusal: () => refusal,
	};
}

function answerOf({ data, headers }: Record<string, unknown>): RawAnswer {
	return { statusCode: 401, body: data, headers: isRecord(headers) ? { ...headers } : {} };
}
