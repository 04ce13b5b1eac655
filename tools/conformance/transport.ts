import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';

import type { RawAnswer } from './answer';

export interface Request {
	method: 'GET' | 'POST' | 'PUT';
	url: string;
	headers: Record<string, string>;
	body?: string | Buffer;
}

/** Makes one request. @throws any error where no answer came */
export type Transport = (request: Request) => Promise<RawAnswer>;

/** The longest wait for an answer, in ms; the upload of a part takes its time. */
const DEADLINE_MS = 120_000;

/**
 * Plain HTTP, as it stands in TikTok's pages: nothing is repeated, followed or repaired.
 *
 * @param dispatcher undici's; by default one that heeds HTTPS_PROXY and NO_PROXY, as in front of the simulator
 */
export function httpTransport(dispatcher: Dispatcher = new EnvHttpProxyAgent()): Transport {
	return async ({ method, url, headers, body }) => {
		const answer = await request(url, {
			method,
			headers,
			body: body ?? null,
			dispatcher,
			headersTimeout: DEADLINE_MS,
			bodyTimeout: DEADLINE_MS,
		});
		return {
			status: answer.statusCode,
			headers: answer.headers,
			text: await answer.body.text(),
		};
	};
}
