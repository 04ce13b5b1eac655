import { randomUUID } from 'node:crypto';

import { CookieJar } from './cookies';

/** An answer of n8n other than 2xx, with all it said. */
export class RestError extends Error {
	override readonly name = 'RestError';

	constructor(
		readonly method: string,
		readonly path: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`${method} ${path}: ${status} ${body.slice(0, 2000)}`);
	}
}

/** n8n's internal REST API as a browser uses it: with cookies and the browser id that the session is bound to. */
export class RestClient {
	readonly cookies = new CookieJar();
	readonly browserId = randomUUID();

	/** @param url n8n's address without a slash at the end */
	constructor(readonly url: string) {}

	/**
	 * Sends a request to n8n with the session's cookies.
	 *
	 * @param path with the query, from the root, such as `/rest/login`
	 * @throws RestError when the status is not 2xx
	 */
	async fetch(method: string, path: string, body?: unknown): Promise<Response> {
		// A connection kept alive may be closed by n8n just when the next request is sent.
		const headers: Record<string, string> = { 'browser-id': this.browserId, connection: 'close' };
		const cookie = this.cookies.header(new URL(path, this.url).pathname);
		if (cookie !== '') headers.cookie = cookie;
		if (body !== undefined) headers['content-type'] = 'application/json';
		const response = await fetch(this.url + path, {
			method,
			headers,
			body: body === undefined ? undefined : JSON.stringify(body),
			redirect: 'manual',
		});
		this.cookies.store(response.headers);
		if (!response.ok) throw new RestError(method, path, response.status, await response.text());
		return response;
	}

	/** Sends a request and returns what stands in the answer's `data`, or the whole answer where there is no `data`. */
	async call(method: string, path: string, body?: unknown): Promise<unknown> {
		const response = await this.fetch(method, path, body);
		const text = await response.text();
		if (text === '') return undefined;
		const answer: unknown = JSON.parse(text);
		return typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : answer;
	}
}
