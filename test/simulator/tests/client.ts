/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import { Readable } from 'node:stream';

import { ProxyAgent, request } from 'undici';

import type { TikTokSimulator } from '../index';

export interface Answered {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	/** The parsed body; undefined if it is not JSON. */
	json: unknown;
}

export interface Sent {
	token?: string;
	headers?: Record<string, string>;
	/** An object goes as JSON, URLSearchParams as a form. */
	body?: object | string | Buffer | URLSearchParams | AsyncIterable<Uint8Array>;
}

/** A client as TikTok's users have: through the proxy, with real TLS. */
export class Client {
	private readonly agent: ProxyAgent;

	constructor(simulator: TikTokSimulator, connections = 8) {
		this.agent = new ProxyAgent({
			uri: simulator.proxyUrl,
			requestTls: { ca: simulator.caCertificate },
			connections,
			headersTimeout: 0,
			bodyTimeout: 0,
		});
	}

	async send(
		method: 'GET' | 'POST' | 'PUT',
		url: string,
		{ token, headers = {}, body }: Sent = {},
	): Promise<Answered> {
		const all: Record<string, string> = { ...headers };
		if (token !== undefined) all['authorization'] = `Bearer ${token}`;
		const answer = await request(url, {
			method,
			dispatcher: this.agent,
			headers: all,
			body: this.encode(body, all),
		});
		const text = await answer.body.text();
		return { status: answer.statusCode, headers: answer.headers, text, json: parse(text) };
	}

	async api(path: string, token: string | undefined, body?: object): Promise<Answered> {
		const sent: Sent = {
			...(token === undefined ? {} : { token }),
			...(body === undefined ? {} : { body }),
		};
		return await this.send('POST', `https://open.tiktokapis.com${path}`, sent);
	}

	async form(path: string, fields: Record<string, string>): Promise<Answered> {
		return await this.send('POST', `https://open.tiktokapis.com${path}`, {
			body: new URLSearchParams(fields),
		});
	}

	/** PUTs bytes to an upload URL with the headers of the reference. */
	async put(
		url: string,
		bytes: Buffer,
		first: number,
		total: number,
		headers: Record<string, string> = {},
	): Promise<Answered> {
		const range = `bytes ${first}-${first + bytes.length - 1}/${total}`;
		return await this.send('PUT', url, {
			body: bytes,
			headers: { 'content-type': 'video/mp4', 'content-range': range, ...headers },
		});
	}

	async close(): Promise<void> {
		await this.agent.destroy();
	}

	private encode(
		body: Sent['body'],
		headers: Record<string, string>,
	): string | Buffer | Readable | null {
		if (body === undefined) return null;
		if (body instanceof URLSearchParams) {
			headers['content-type'] ??= 'application/x-www-form-urlencoded';
			return body.toString();
		}
		if (typeof body === 'string' || Buffer.isBuffer(body)) return body;
		if (Symbol.asyncIterator in body) return Readable.from(body, { objectMode: false });
		headers['content-type'] ??= 'application/json; charset=UTF-8';
		return JSON.stringify(body);
	}
}

function parse(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		return undefined;
	}
}
