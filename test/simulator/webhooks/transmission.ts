/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the simulator is a Node program */
import { request, type ClientRequest, type IncomingMessage } from 'node:http';

import { locate } from '../transport/outgoing';
import type { World } from '../world';

const LOOPBACK = ['127.0.0.1', 'localhost'];

/** How much of an answer is kept, in characters. */
const KEPT_ANSWER = 2000;

/** @throws Error for a callback URL that TikTok refuses (https://developers.tiktok.com/doc/webhooks-overview wants https), except plain http on loopback, which tests use */
export function assertCallbackUrl(address: string): void {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	const fits =
		url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.includes(url.hostname));
	if (!fits)
		throw new Error(
			`The callback URL ${address} must begin with https:// (or be http://127.0.0.1:<port>/… for a test)`,
		);
}

/** The loopback address of a callback URL: a public name is looked up in `hosts`, as for downloads. */
function targetOf(world: World, address: string): URL {
	const url = new URL(address);
	if (url.protocol === 'http:' && LOOPBACK.includes(url.hostname)) return url;
	const target = locate(world, address);
	if (!LOOPBACK.includes(target.hostname)) throw new Error(`${target.origin} is not on loopback`);
	return target;
}

export interface Transmission {
	url: string;
	headers: Record<string, string>;
	bytes: Buffer;
	/** Ends the connection after so many bytes of the body. */
	breakOffAfter?: number;
}

/**
 * POSTs to a callback URL.
 * @throws Error with the reason why no answer came, in words
 */
export async function transmit(
	world: World,
	{ url, headers, bytes, breakOffAfter }: Transmission,
): Promise<{ status: number; answer: string }> {
	const target = targetOf(world, url);
	const { lifetime } = world;
	lifetime.throwIfAborted();
	const abort = new AbortController();
	const end = (): void => abort.abort(new Error('the simulator was reset or stopped'));
	lifetime.addEventListener('abort', end, { once: true });
	const limit = world.rules.webhookAnswerMs;
	const timer = setTimeout(
		() => abort.abort(new Error(`no answer within ${limit} ms`)),
		limit,
	).unref();
	const sent = request(target, {
		method: 'POST',
		agent: false,
		signal: abort.signal,
		headers: {
			...headers,
			Host: new URL(url).host,
			'User-Agent': 'TikTok-Simulator-Webhook',
			'Content-Length': bytes.length,
		},
	});
	sent.on('socket', (socket) => socket.unref()); // a delivery keeps no program alive
	try {
		const response = await new Promise<IncomingMessage>((resolve, reject) => {
			sent.on('response', resolve).on('error', reject);
			if (breakOffAfter === undefined) sent.end(bytes);
			else breakOff(sent, bytes.subarray(0, breakOffAfter));
		});
		return { status: response.statusCode ?? 0, answer: await beginningOf(response) };
	} catch (error) {
		throw abort.signal.aborted ? abort.signal.reason : error;
	} finally {
		clearTimeout(timer);
		lifetime.removeEventListener('abort', end);
	}
}

function breakOff(sent: ClientRequest, bytes: Buffer): void {
	sent.flushHeaders();
	sent.write(bytes, () => sent.destroy(new Error('broken off on demand')));
}

async function beginningOf(response: IncomingMessage): Promise<string> {
	let text = '';
	response.setEncoding('utf8');
	try {
		for await (const piece of response as AsyncIterable<string>) {
			// an encoding is set: strings
			if (text.length < KEPT_ANSWER) text += piece;
		}
	} catch {
		// The status has arrived; TikTok reads no more than that.
	}
	return text.slice(0, KEPT_ANSWER);
}
