/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import { request, type IncomingMessage } from 'node:http';

import type { World } from '../world';

/**
 * The loopback address that stands for an address on the simulated internet.
 *
 * @throws Error when no such host exists there
 */
export function locate(world: World, address: string): URL {
	const url = new URL(address);
	const origin = world.hosts.get(url.hostname);
	if (origin === undefined)
		throw new Error(`the host ${url.hostname} does not exist in the simulator's "hosts"`);
	return new URL(url.pathname + url.search, origin);
}

export interface Question {
	method: 'GET' | 'HEAD';
	/** Besides `Host` and `Accept`. */
	headers: Record<string, string>;
	signal: AbortSignal;
}

/**
 * Asks a host of the simulated internet, by plain http as behind a reverse proxy. Follows no redirect.
 *
 * @returns its answer, whose body has not been read
 * @throws Error when the host does not exist or does not answer, or `signal` is aborted
 */
export async function ask(
	world: World,
	address: string,
	{ method, headers, signal }: Question,
): Promise<IncomingMessage> {
	const target = locate(world, address);
	signal.throwIfAborted();
	const { host } = new URL(address);
	return await new Promise<IncomingMessage>((resolve, reject) => {
		const options = { method, headers: { Host: host, Accept: '*/*', ...headers }, signal };
		request(target, options, resolve).on('error', reject).end();
	});
}

/** What an answer is, in words for a test's reader. */
export function describeAnswer(address: string, { statusCode = 0 }: IncomingMessage): string {
	const redirect = statusCode >= 300 && statusCode < 400 ? ' (a redirect)' : '';
	return `${address} answered ${statusCode}${redirect}`;
}
