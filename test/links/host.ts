/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a test program, not a node */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { HostBehaviour, Redirect, Refusal } from './behaviour';
import { answerOf, type Asked } from './answer';
import { BrokenOff, deliver, type Met } from './delivery';
import { replacementOf } from './files';

/** Longer pauses are not skipped (test/harness/skippedTime.ts), so that their time has to pass. */
const longestSkippedSec = 60;

type Client = 'n8n' | 'TikTok';

/** A request that reached the host. */
export interface HostRequest {
	client: Client;
	headers: IncomingMessage['headers'];
}

/** A web server on loopback that has one file, and a behaviour. */
export class LinkHost {
	/** Known once it has started. */
	origin = '';

	/** Since the last `begin`, in order. */
	readonly requests: HostRequest[] = [];

	/** Told when nothing more happens until time has passed: the host is silent, or asks to be left alone for long. */
	onSilence: () => void = () => {};

	private behaviour: HostBehaviour = {};

	private file: Buffer = Buffer.alloc(0);

	private type = '';

	private met = new Map<Client | 'all', Met>();

	/** How many signed addresses were given out; only the last one works, and once. */
	private signed = 0;

	private readonly server = createServer((request, response) => {
		response.on('error', () => {});
		void this.handle(request, response);
	});

	async start(): Promise<void> {
		await this.open();
		this.origin = `http://127.0.0.1:${this.port}`;
	}

	/** From now on the host has this file, and this behaviour, and nobody has asked yet. */
	async begin(behaviour: HostBehaviour, file: Buffer, type: string): Promise<void> {
		Object.assign(this, { behaviour, file, type, signed: 0, met: new Map() });
		this.requests.length = 0;
		if (behaviour.away) await this.stop();
		else await this.open();
	}

	/** Accepts connections (again). */
	async open(): Promise<void> {
		if (this.server.listening) return;
		this.server.listen(this.port, '127.0.0.1');
		await once(this.server, 'listening');
	}

	/** Ends all connections, those that are silent too. */
	hangUp(): void {
		this.server.closeAllConnections();
	}

	/** Accepts no connection any more. */
	async stop(): Promise<void> {
		if (!this.server.listening) return;
		const closed = new Promise((resolve) => this.server.close(resolve));
		this.hangUp();
		await closed;
	}

	private get port(): number {
		const address = this.server.address() as AddressInfo | null;
		return address?.port ?? Number(new URL(this.origin || 'http://127.0.0.1').port);
	}

	/** Until somebody hangs up. */
	private readonly silence = async (): Promise<never> => {
		this.onSilence();
		return await new Promise(() => {});
	};

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { headers, socket } = request;
		const client = headers['user-agent']?.startsWith('TikTok') ? 'TikTok' : 'n8n';
		this.requests.push({ client, headers });
		const { redirect, refusals, replaced, silent } = this.behaviour;
		const location = redirect && this.locationOf(redirect, request);
		if (redirect && location !== undefined)
			return void response.writeHead(redirect.status, { location }).end();
		const met = this.metBy(refusals?.isForAll ? 'all' : client);
		const index = met.answers++;
		const isRefused = refusals && index >= refusals.from && index < refusals.from + refusals.times;
		if (isRefused) return this.refuse(refusals, response);
		const isSilent = silent !== undefined && index < silent.times;
		if (isSilent && silent.after === 'nothing') return await this.silence();
		const isOther = replaced !== undefined && index >= replaced.from;
		const file = isOther ? replacementOf(this.file, replaced.by) : this.file;
		const asked: Asked = { range: headers.range, index, type: this.type };
		const { status, headers: answered, body, from } = answerOf(this.behaviour, file, asked);
		if (answered['content-length'] === undefined && answered['transfer-encoding'] === undefined)
			endsWithConnection(response);
		response.writeHead(status, answered).flushHeaders();
		if (isSilent) return await this.silence();
		await this.send(body, from, met, response);
		// More was announced than there is, and the host has nothing more to say.
		if (Number(answered['content-length']) > body.length) socket.end();
	}

	private refuse({ how, retryAfter, page = '' }: Refusal, response: ServerResponse): void {
		if (how === 'reset') return void response.socket?.resetAndDestroy();
		if (how === 'close') return void response.socket?.destroy();
		const { seconds = 0, form = 'seconds' } = retryAfter ?? {};
		const value = form === 'date' ? new Date(Date.now() + seconds * 1000).toUTCString() : seconds;
		response.writeHead(how, {
			'content-type': 'text/html; charset=utf-8',
			'content-length': Buffer.byteLength(page),
			...(retryAfter ? { 'retry-after': String(value) } : {}),
		});
		response.end(page);
		if (seconds > longestSkippedSec) this.onSilence();
	}

	private async send(
		body: Buffer,
		from: number,
		met: Met,
		response: ServerResponse,
	): Promise<void> {
		const isGone = new Promise<void>((resolve) => response.once('close', resolve));
		const { socket } = response;
		try {
			for await (const piece of deliver(body, from, this.behaviour, met, this.silence)) {
				const isWritten = new Promise<void>((resolve) => response.write(piece, () => resolve()));
				await Promise.race([isWritten, isGone]);
				if (response.closed) return;
			}
			response.end();
		} catch (error) {
			if (!(error instanceof BrokenOff)) throw error;
			if (error.how === 'reset') socket?.resetAndDestroy();
			else socket?.destroy();
		}
	}

	private metBy(client: Client | 'all'): Met {
		const met = this.met.get(client) ?? { answers: 0, breaks: 0 };
		this.met.set(client, met);
		return met;
	}

	/** Where a request is sent on to; undefined where it gets the file. A signed address that is not the last one leads nowhere. */
	private locationOf(
		{ to, hops = 1 }: Redirect,
		{ url = '/', headers }: IncomingMessage,
	): string | undefined {
		const { pathname } = new URL(url, this.origin);
		const hop = Number(/^\/hop(\d+)/.exec(pathname)?.[1] ?? 0);
		const path = to === 'itself' ? url : `/hop${hop + 1}/file`;
		if (to === 'itself') return path;
		if (to === 'signed address') {
			if (hop === 0) return `/hop1/${++this.signed}`;
			return pathname === `/hop1/${this.signed}` ? undefined : '/gone';
		}
		if (hop >= hops) return undefined;
		const { host = '' } = headers;
		const scheme = host.endsWith('.example.com') ? 'https' : 'http';
		const other = scheme === 'https' ? 'files.example.com' : `localhost:${this.port}`;
		return {
			relative: path,
			'same host': `${scheme}://${host}${path}`,
			'another host': `${scheme}://${other}${path}`,
		}[to];
	}
}

/** As HTTP/1.0 has it: neither a length nor chunks, the file ends where the connection ends. */
function endsWithConnection(response: ServerResponse): void {
	response.useChunkedEncodingByDefault = false;
	response.shouldKeepAlive = false;
}
