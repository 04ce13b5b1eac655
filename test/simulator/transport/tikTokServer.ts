/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';

import type { Answer } from '../api/answers';
import type { FaultPoint } from '../api/endpoint';
import { findRoute, internalError, isUpload, type Route } from '../api/routes';
import { parseBody, type Call } from '../scripting/calls';
import type { Script } from '../scripting/script';
import type { World } from '../world';
import type { CertificateAuthority } from './certificates';
import { Exchange, GONE, pause } from './exchange';
import { forward } from './forward';
import { receiveUpload } from './uploadEndpoint';

const FALLBACK_NAME = 'open.tiktokapis.com';

/** The TLS server behind all of TikTok's names and the names of the `hosts` map. */
export class TikTokServer {
	readonly server: Server;

	/** TCP connections by their ports, for true resets. */
	private readonly connections = new Map<string, Socket>();

	constructor(
		private readonly world: World,
		private readonly script: Script,
		authority: CertificateAuthority,
	) {
		this.server = createServer({
			SNICallback: (name, done) => {
				authority.contextFor(name.toLowerCase()).then((context) => done(null, context), done);
			},
		});
		// Transfers may take as long as they like.
		this.server.requestTimeout = 0;
		this.server.headersTimeout = 0;
		this.server.timeout = 0;
		this.server.keepAliveTimeout = 60_000;
		this.server.on('connection', (socket: Socket) => this.track(socket));
		this.server.on('tlsClientError', (_error, socket) => socket.destroy());
		this.server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
			// A browser with too many cookies of tiktok.com gets this from TikTok (reported in 2026); Node's limit is 16 KiB.
			if (error.code === 'HPE_HEADER_OVERFLOW' && socket.writable)
				socket.end('HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n');
			else socket.destroy();
		});
		this.server.on('request', (request, response) => void this.handle(request, response));
	}

	/** Without SNI the server shows the certificate of the API host. */
	static async create(
		world: World,
		script: Script,
		authority: CertificateAuthority,
	): Promise<TikTokServer> {
		const server = new TikTokServer(world, script, authority);
		const { cert, key } = await authority.pairFor(FALLBACK_NAME);
		server.server.setSecureContext({ cert, key });
		return server;
	}

	/** Ends all connections. */
	destroyConnections(): void {
		for (const socket of this.connections.values()) socket.destroy();
	}

	private track(socket: Socket): void {
		const key = portsOf(socket);
		this.connections.set(key, socket);
		socket.once('close', () => this.connections.delete(key));
		socket.on('error', () => socket.destroy());
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
		const origin = this.world.hosts.get(host);
		if (origin !== undefined) return forward(request, response, origin);

		const url = new URL(request.url ?? '/', `https://${host === '' ? FALLBACK_NAME : host}`);
		const call: Call = {
			number: this.script.calls.length + 1,
			method: request.method ?? '',
			host,
			path: url.pathname,
			query: Object.fromEntries(url.searchParams),
			headers: request.headers,
			body: undefined,
			bodyBytes: 0,
			at: this.world.clock.now(),
			lost: false,
		};
		this.script.calls.push(call);
		const connection = this.connections.get(portsOf(request.socket));
		const exchange = new Exchange(request, response, connection, call, url.searchParams);
		request.on('error', () => undefined); // the client went away; whoever reads the body learns it there
		response.on('error', () => undefined);
		try {
			if (isUpload(call.method, host, call.path, this.world.rules))
				await receiveUpload(this.world, this.script, exchange);
			else await this.answer(exchange, findRoute(call.method, host, call.path));
		} catch (problem) {
			if (request.destroyed && !request.complete) {
				call.lost = true; // the client broke off its request
				return;
			}
			this.script.problems.push(
				`${call.method} ${call.path}: ${problem instanceof Error ? problem.message : String(problem)}`,
			);
			exchange.send(internalError(this.world, undefined));
		}
	}

	/** One request with a text body: faults at their moments, then a scripted answer or the built-in one. */
	private async answer(exchange: Exchange, route: Route | undefined): Promise<void> {
		const { faults } = this.script;
		const { call } = exchange;
		const point = route?.point;
		for (const moment of ['before', 'after headers'] as const) {
			const fault = point === undefined ? undefined : faults.take(point, moment);
			const struck =
				fault === undefined ? undefined : await exchange.strike(fault, this.otherwise(point));
			if (struck === GONE) return;
			if (struck !== undefined) return exchange.send(struck);
		}
		const text = await exchange.text(point === undefined ? undefined : faults.inBody(point));
		if (text === GONE) return;
		if (typeof text !== 'string') return exchange.send(text);
		call.body = parseBody(text, call.headers['content-type']);

		const answer = (await this.scripted(call)) ?? this.builtIn(exchange, route, text);
		const fault = point === undefined ? undefined : faults.take(point, 'after body');
		const struck =
			fault === undefined ? undefined : await exchange.strike(fault, this.otherwise(point));
		if (struck === GONE) return;
		const cut = point === undefined ? undefined : faults.take(point, 'in answer');
		exchange.send(struck ?? answer, cut !== undefined);
	}

	private otherwise(point: FaultPoint | undefined): Answer {
		return internalError(this.world, point);
	}

	private async scripted(call: Call): Promise<Answer | undefined> {
		const interceptor = this.script.interceptorFor(call);
		if (interceptor === undefined) return undefined;
		const answer = await interceptor.serve(call);
		if (interceptor.waitMs > 0) await pause(interceptor.waitMs);
		if (answer !== undefined) call.answeredBy = 'script';
		return answer;
	}

	private builtIn({ call, query }: Exchange, route: Route | undefined, text: string): Answer {
		// What TikTok says at an unknown address is not known; this is how its gateway looks.
		if (route === undefined)
			return {
				status: 404,
				headers: { 'Content-Type': 'text/plain' },
				body: 'Unsupported path(Janus)',
			};
		const { authorization, cookie, 'content-type': contentType } = call.headers;
		return route.answer(
			this.world,
			{ authorization, cookie, contentType, query, text },
			(grant) => {
				call.accountId = grant.account.id;
			},
		);
	}
}

/** Both ports together name a connection on loopback. */
function portsOf({ localPort, remotePort }: Socket): string {
	return `${localPort} ${remotePort}`;
}
