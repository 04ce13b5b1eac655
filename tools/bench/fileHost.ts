/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the bench is a Node program */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';

import { headerOf } from './videos';

// The process that stands for the host of a link: `/<size>.mp4` is a video of so many bytes, with ranges. With `?record=1369` no
// TLS record holds more bytes than that, as from hosts that send small ones.

const zeros = Buffer.alloc(256 * 1024);

function* bytesOf(size: number, first: number): Generator<Buffer> {
	const header = headerOf(size);
	if (first < header.length) yield header.subarray(first);
	for (let at = Math.max(first, header.length); at < size; at += zeros.length) {
		yield size - at < zeros.length ? zeros.subarray(0, size - at) : zeros;
	}
}

function serve(request: IncomingMessage, response: ServerResponse): void {
	const [, length, record] = /^\/(\d+)\.mp4(?:\?record=(\d+))?$/.exec(request.url ?? '') ?? [];
	const size = Number(length);
	if (!Number.isSafeInteger(size)) {
		response.writeHead(404).end();
		return;
	}
	if (record !== undefined) (request.socket as TLSSocket).setMaxSendFragment(Number(record));
	const first = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
	response.writeHead(206, {
		'Content-Type': 'video/mp4',
		'Content-Length': size - first,
		'Content-Range': `bytes ${first}-${size - 1}/${size}`,
		ETag: `"${size}"`,
	});
	const body = Readable.from(bytesOf(size, first), { objectMode: false });
	response.once('close', () => body.destroy());
	body.pipe(response);
}

async function start(pair: { cert: string; key: string }): Promise<number> {
	const server = createServer(pair, serve);
	server.on('tlsClientError', (_error, socket) => socket.destroy());
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

process.once('message', (pair: { cert: string; key: string }) => {
	start(pair).then(
		(port) => process.send?.({ port }),
		(error: Error) => process.send?.({ error: error.message }),
	);
});
process.on('disconnect', () => process.exit());
