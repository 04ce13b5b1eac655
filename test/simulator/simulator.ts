/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- the simulator is a Node program, not a node */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FaultPoint } from './api/endpoint';
import { Directory } from './directory';
import type { App, PublishTask, Upload } from './model';
import { closeUpload } from './publishing/uploads';
import type { Call } from './scripting/calls';
import type { FaultOptions } from './scripting/faults';
import type { Interceptor } from './scripting/interceptors';
import { Script } from './scripting/script';
import { CertificateAuthority } from './transport/certificates';
import { Proxy, type RefusedHost } from './transport/proxy';
import { TikTokServer } from './transport/tikTokServer';
import type { Delivery } from './webhooks/delivery';
import { deliver, type DeliverOptions } from './webhooks/forgery';
import type { Webhooks } from './webhooks/webhooks';
import { World, type WorldOptions } from './world';

export interface SimulatorOptions extends WorldOptions {
	/** Port of the TLS server on 127.0.0.1; 0 (default) = any free one. */
	port?: number;
	/** Port of the proxy on 127.0.0.1; 0 (default) = any free one. */
	proxyPort?: number;
}

/**
 * TikTok on loopback. Clients reach it through the proxy (`HTTPS_PROXY`) and trust its certificate authority
 * (`NODE_EXTRA_CA_CERTS`). What it does is written from TikTok's documentation and from captured answers; what is unsure is a switch in `rules`.
 */
export class TikTokSimulator extends Directory {
	private directory: string | undefined;

	private constructor(
		world: World,
		private readonly script: Script,
		private readonly tikTok: TikTokServer,
		private readonly proxy: Proxy,
		/** The certificate authority as PEM. */
		readonly caCertificate: string,
	) {
		super(world);
	}

	/** Starts the servers. @throws the error of `listen`, such as EADDRINUSE for a port in use */
	static async start(options: SimulatorOptions = {}): Promise<TikTokSimulator> {
		const authority = await CertificateAuthority.create();
		const world = new World(options);
		const script = new Script();
		const tikTok = await TikTokServer.create(world, script, authority);
		const proxy = new Proxy(world, tikTok.server);
		await listen(tikTok.server, options.port ?? 0);
		try {
			await listen(proxy.server, options.proxyPort ?? 0);
		} catch (error) {
			tikTok.server.close();
			throw error;
		}
		return new TikTokSimulator(world, script, tikTok, proxy, authority.pem);
	}

	/** The CA certificate as a file, for NODE_EXTRA_CA_CERTS; written at first use, gone after `stop`. */
	get caCertificateFile(): string {
		if (this.directory === undefined) {
			this.directory = mkdtempSync(join(tmpdir(), 'tiktok-simulator-'));
			writeFileSync(join(this.directory, 'ca.pem'), this.caCertificate);
		}
		return join(this.directory, 'ca.pem');
	}

	/** Port of the TLS server. */
	get port(): number {
		return portOf(this.tikTok.server);
	}

	/** `http://127.0.0.1:<port>` of the proxy. */
	get proxyUrl(): string {
		return `http://127.0.0.1:${portOf(this.proxy.server)}`;
	}

	/** What a Node program such as n8n needs in its environment to reach the simulator instead of TikTok. */
	get environment(): Record<'HTTPS_PROXY' | 'NODE_EXTRA_CA_CERTS' | 'NO_PROXY', string> {
		return {
			HTTPS_PROXY: this.proxyUrl,
			NODE_EXTRA_CA_CERTS: this.caCertificateFile,
			NO_PROXY: '127.0.0.1,localhost',
		};
	}

	/** Hosts that were asked for and refused. */
	get refusedHosts(): readonly RefusedHost[] {
		return this.proxy.refused;
	}

	/** All requests in order of arrival. */
	get calls(): readonly Call[] {
		return this.script.calls;
	}

	/** The requests to one path (or to paths that match). */
	callsTo(path: string | RegExp): Call[] {
		return this.calls.filter((call) =>
			typeof path === 'string' ? call.path === path : path.test(call.path),
		);
	}

	/** Expects a call and can script its answer, in the manner of undici's MockAgent: `.reply(…).times(n).delay(ms)`. */
	expect(method: string, path: string | RegExp): Interceptor {
		return this.script.expect(method, path);
	}

	/** Plans a fault at a named point. */
	fault(point: FaultPoint, options: FaultOptions = {}): void {
		this.script.faults.plan(point, options);
	}

	/** @throws Error that lists expectations and faults that were never met */
	assertNoPendingInterceptors(): void {
		this.script.assertNonePending();
	}

	/** TikTok's side of the webhooks: hold, release, pause, duplicate, settled. */
	get webhooks(): Webhooks {
		return this.world.webhooks;
	}

	/** All webhook deliveries in order of creation, with what came back. */
	get deliveries(): readonly Delivery[] {
		return this.world.webhooks.deliveries;
	}

	/**
	 * Sends a webhook on demand, genuine or forged: once, at once.
	 * @throws Error if the app has no callback URL
	 */
	async deliver(app: App, options: DeliverOptions = {}): Promise<Delivery> {
		return await deliver(this.world, this.world.webhooks, app, options);
	}

	/**
	 * Presses the portal's button Test URL, which sends `tiktok.ping`.
	 *
	 * @param url what is entered in the field; the saved callback URL by default
	 * @throws Error if there is none
	 */
	async testWebhook(app: App, url?: string): Promise<Delivery> {
		return await this.deliver(app, { event: 'tiktok.ping', ...(url === undefined ? {} : { url }) });
	}

	/** What arrived at upload URLs, in order of init. */
	get uploads(): Upload[] {
		return [...this.world.uploads.values()];
	}

	/** The publish tasks, in order of init. */
	get tasks(): PublishTask[] {
		return [...this.world.tasks.values()];
	}

	/** Forgets everything but the servers: apps, accounts, tokens, posts, history, script, rules, clock. */
	reset(): void {
		for (const upload of this.uploads) closeUpload(upload);
		this.world.reset();
		this.script.reset();
		this.proxy.refused.length = 0;
	}

	/** Closes the servers and all connections. */
	async stop(): Promise<void> {
		this.reset();
		const closed = [this.tikTok.server, this.proxy.server].map(
			async (server) => await new Promise<void>((resolve) => server.close(() => resolve())),
		);
		this.proxy.destroyConnections();
		this.tikTok.destroyConnections();
		await Promise.all(closed);
		if (this.directory !== undefined) rmSync(this.directory, { recursive: true, force: true });
	}
}

async function listen(server: Server | TlsServer, port: number): Promise<void> {
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
}

function portOf(server: Server | TlsServer): number {
	const address = server.address();
	if (address === null || typeof address === 'string')
		throw new Error('The simulator is not listening');
	return address.port;
}
