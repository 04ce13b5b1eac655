/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests are Node programs, not nodes */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { holdingBackTheEnd } from '../../../nodes/TikTok/upload/lastBytes';

const size = 64_000_000;
const bytes = Buffer.alloc(size, 'video');

/** A file as n8n's store in the database gives it: a stream of one piece. */
const stream = () => Readable.from([bytes], { objectMode: false });

let server: ReturnType<typeof createServer>;
let url: string;
let incoming: Promise<IncomingMessage>;

beforeEach(async () => {
	server = createServer();
	incoming = new Promise((resolve) =>
		server.once('request', (received, answer) => {
			received.once('end', () => answer.end());
			resolve(received);
		}),
	);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	// A TCP server's address is an object.
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
	server.closeAllConnections();
	server.close();
});

test('the end is asked for only when it is next, also of a file that comes as one piece', async () => {
	let received = 0;
	const receivedWhenAsked: number[] = [];
	const body = holdingBackTheEnd(
		stream(),
		async () => await Promise.resolve(void receivedWhenAsked.push(received)),
	) as Readable;
	const upload = request(url, { method: 'PUT', headers: { 'content-length': size } });
	// When the test fails half-way, the server is gone first.
	upload.on('error', () => undefined);
	body.pipe(upload);
	const arriving = await incoming;
	// The other side reads nothing: what can wait in buffers waits there.
	await setTimeout(300);
	expect(receivedWhenAsked).toEqual([]);
	const hash = createHash('sha256');
	for await (const piece of arriving as AsyncIterable<Buffer>) {
		received += piece.length;
		hash.update(piece);
	}
	expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
	expect(receivedWhenAsked).toHaveLength(1);
	expect(receivedWhenAsked[0]).toBeGreaterThan(size / 2);
	expect(received).toBe(size);
});

test('an end that must not be sent breaks the stream off before it', async () => {
	const refusal = new Error('taken over');
	const body = holdingBackTheEnd(stream(), async () => await Promise.reject(refusal));
	let received = 0;
	const read = async () => {
		for await (const piece of body as AsyncIterable<Buffer>) received += piece.length;
	};
	await expect(read()).rejects.toBe(refusal);
	expect(received).toBeLessThan(size);
});
