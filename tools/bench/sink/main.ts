/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the bench is a Node program */
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';

import type { Reply, Request } from './messages';
import { Receiver } from './receiver';

// The process that takes in the bytes: a proxy as n8n sees it, and behind it the upload host. All other hosts go on to
// the simulator's proxy.

const receiver = new Receiver();

/** Runs after so many ms; at once for 0. */
function after(ms: number, action: () => void): void {
	if (ms === 0) action();
	else setTimeout(action, ms);
}

function tunnel(tls: TlsServer, host: string, fallbackProxy: URL) {
	return (request: IncomingMessage, socket: Socket, head: Buffer) => {
		socket.setNoDelay(true);
		socket.on('error', () => socket.destroy());
		if (request.url === `${host}:443`) {
			const { roundTripMs } = receiver.line;
			// One round trip for the connection, one for the TLS handshake.
			after(roundTripMs, () => {
				socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
				after(roundTripMs, () => {
					if (head.length > 0) socket.unshift(head);
					tls.emit('connection', socket);
				});
			});
			return;
		}
		const next = connect(Number(fallbackProxy.port), fallbackProxy.hostname);
		next.on('error', () => socket.destroy());
		next.once('close', () => socket.destroy());
		socket.once('close', () => next.destroy());
		next.once('connect', () => {
			next.write(`CONNECT ${request.url} HTTP/1.1\r\nHost: ${request.url}\r\n\r\n`);
			next.write(head);
			socket.pipe(next);
			next.pipe(socket);
		});
	};
}

async function start({
	host,
	cert,
	key,
	fallbackProxy,
}: Extract<Request, { kind: 'start' }>): Promise<number> {
	const tls = createTlsServer({ cert, key, ALPNProtocols: ['http/1.1'] }, (socket) =>
		receiver.serve(socket),
	);
	tls.on('tlsClientError', (_error, socket) => socket.destroy());
	const proxy = createHttpServer();
	proxy.timeout = 0;
	proxy.on('connect', tunnel(tls, host, new URL(fallbackProxy)));
	proxy.listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	return (proxy.address() as AddressInfo).port;
}

async function handle(request: Request): Promise<Omit<Reply, 'number'>> {
	switch (request.kind) {
		case 'start':
			return { port: await start(request) };
		case 'line':
			receiver.line = request.line;
			receiver.hashes = request.hash;
			return {};
		case 'ended':
			return { ended: receiver.ended };
		case 'received':
			return { received: receiver.take(request.uploadId) };
	}
}

process.on('message', (request: Request) => {
	handle(request).then(
		(reply) => process.send?.({ number: request.number, ...reply }),
		(error: Error) => process.send?.({ number: request.number, error: error.message }),
	);
});
process.on('disconnect', () => process.exit());
