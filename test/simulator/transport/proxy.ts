/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { isTikTokHost } from '../api/routes';
import type { World } from '../world';
import { forward } from './forward';

/** A host that a client asked for and that the simulator does not let it reach. */
export interface RefusedHost {
	host: string;
	port: number;
	/** On the simulator's clock, in ms. */
	at: number;
	/** Why, in words. */
	reason: string;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

/** An HTTP proxy: TikTok's names and mapped hosts go to the simulator, loopback goes through, the rest is refused. */
export class Proxy {
	readonly server: Server = createServer();

	readonly refused: RefusedHost[] = [];

	private readonly sockets = new Set<Duplex>();

	constructor(
		private readonly world: World,
		private readonly tlsServer: Server | { emit(event: 'connection', socket: Duplex): boolean },
	) {
		this.server.requestTimeout = 0;
		this.server.headersTimeout = 0;
		this.server.timeout = 0;
		this.server.on('connection', (socket) => {
			this.sockets.add(socket);
			socket.setNoDelay(true);
			socket.once('close', () => this.sockets.delete(socket));
			socket.on('error', () => socket.destroy());
		});
		this.server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
			this.tunnel(request, socket, head),
		);
		this.server.on('request', (request, response) => this.plain(request, response));
	}

	destroyConnections(): void {
		for (const socket of this.sockets) socket.destroy();
	}

	private tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		const { hostname, port } = new URL(`http://${request.url ?? ''}`);
		const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
		const number = Number(port === '' ? 80 : port);
		if (LOOPBACK.includes(host)) return this.passThrough(host, number, socket, head);
		const served = isTikTokHost(host, this.world.rules) || this.world.hosts.has(host);
		if (!served || number !== 443) {
			const reason = this.refuse(host, number);
			socket.end(
				`HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`,
			);
			return;
		}
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		if (head.length > 0) socket.unshift(head);
		// The TLS server takes over the very socket: no second hop, no copies.
		this.tlsServer.emit('connection', socket);
	}

	private passThrough(host: string, port: number, socket: Duplex, head: Buffer): void {
		const target: Socket = connect({ host, port, allowHalfOpen: true });
		this.sockets.add(target);
		target.once('close', () => {
			this.sockets.delete(target);
			socket.destroy();
		});
		socket.once('close', () => target.destroy());
		target.on('error', () => socket.destroy());
		target.once('connect', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			if (head.length > 0) target.write(head);
			socket.pipe(target);
			target.pipe(socket);
		});
	}

	/** Plain HTTP through the proxy: loopback and mapped hosts only. TikTok has no plain HTTP. */
	private plain(request: IncomingMessage, response: ServerResponse): void {
		const address = request.url ?? '';
		const url = URL.canParse(address) ? new URL(address) : undefined;
		if (url === undefined) {
			response
				.writeHead(400, { 'Content-Type': 'text/plain' })
				.end('This is the proxy of the TikTok simulator.');
			return;
		}
		const origin = LOOPBACK.includes(url.hostname)
			? url.origin
			: this.world.hosts.get(url.hostname);
		if (origin !== undefined) return forward(request, response, origin);
		response
			.writeHead(502, { 'Content-Type': 'text/plain' })
			.end(this.refuse(url.hostname, Number(url.port || 80)));
	}

	private refuse(host: string, port: number): string {
		const reason = `The TikTok simulator does not let traffic to ${host}:${port} out: it is neither TikTok (port 443), nor loopback, nor in "hosts".`;
		this.refused.push({ host, port, at: this.world.clock.now(), reason });
		return reason;
	}
}
