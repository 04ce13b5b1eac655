/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import {
	chain,
	ConsentBrowser,
	installN8n,
	N8nInstance,
	N8nRest,
	type N8nStartOptions,
	packPackageOnce,
	readFiles,
	tikTok,
	TIKTOK_CREDENTIAL,
	type ConnectResult,
	type ConsentChoice,
	type Credential,
	type Execution,
	type NodeSettings,
	type WorkflowNode,
} from '../rig';
import { startWebHost, type WebHost } from '../harness/webHost';
import { TikTokSimulator, type Account, type App } from '../simulator';

/** The n8n to run, a folder name in test/rig/n8n; the newest one by default. */
const n8nVersion = process.env.E2E_N8N_VERSION;

/** n8n 1.x: it has no lock around a refresh, does not ask the credential's class before a request, and keeps files in memory. */
export const isOlderLine = n8nVersion?.startsWith('1.') === true;

/** The address of an n8n behind a reverse proxy, as web apps need it. */
export const webUrl = 'https://n8n.example.com';

/** A running n8n with the packed package, TikTok's simulator, and people who click. */
export class Stage {
	private constructor(
		readonly simulator: TikTokSimulator,
		readonly n8n: N8nInstance,
		readonly rest: N8nRest,
		readonly web: WebHost,
		readonly webApp: App,
		readonly account: Account,
	) {}

	/**
	 * @param hosts further hosts of the simulated Internet, by name, with the origin on loopback that stands for each
	 * @param startN8n starts the n8n, or the main process of one
	 */
	static async start(
		hosts: Record<string, string> = {},
		startN8n: (options: N8nStartOptions) => Promise<N8nInstance> = N8nInstance.start,
	): Promise<Stage> {
		const installation = await installN8n({
			version: n8nVersion,
			onProgress: (line) => process.stderr.write(`${line}\n`),
		});
		const tarball = await packPackageOnce();
		const web = await startWebHost();
		const simulator = await TikTokSimulator.start({
			hosts: { 'media.example.com': web.origin, 'cdn.elsewhere.example': web.origin, ...hosts },
			processingMs: 300,
			moderationMs: 0,
			// One day for all tests together.
			rules: { postsPerCreatorPerDay: 1000 },
		});
		const n8n = await startN8n({
			tarball,
			installation,
			publicUrl: webUrl,
			interception: { proxyUrl: simulator.proxyUrl, caFile: simulator.caCertificateFile },
			env: { EXECUTIONS_DATA_MAX_DISPLAY_SIZE: '1000000000' },
		});
		const rest = new N8nRest(n8n.url);
		await rest.setUpOwner();
		const webApp = simulator.addApp({
			platform: 'web',
			audited: true,
			redirectUris: [n8n.redirectUrl],
			urlProperties: ['example.com'],
		});
		const account = simulator.addAccount({ username: 'clip.maker', nickname: 'Clip Maker' });
		return new Stage(simulator, n8n, rest, web, webApp, account);
	}

	async stop(): Promise<void> {
		await this.n8n.dispose();
		await this.simulator.stop();
		await this.web.stop();
	}

	/** Lets TikTok's limits of a minute pass. */
	nextMinute(): void {
		this.simulator.clock.advance(61_000);
	}

	/** How often a token was refreshed so far, or tried to be. */
	get refreshes(): number {
		return this.simulator
			.callsTo('/v2/oauth/token/')
			.filter(({ body }) => (body as IDataObject).grant_type === 'refresh_token').length;
	}

	/** Makes a credential in n8n as a person who fills in the dialog. */
	async credential(name: string, app: App, data: IDataObject = {}): Promise<Credential> {
		return await this.rest.createCredential(
			TIKTOK_CREDENTIAL,
			{
				clientKey: app.clientKey,
				appSecret: app.clientSecret,
				platform: app.platform,
				canPublish: true,
				canUploadDrafts: true,
				canReadProfile: true,
				canReadStats: true,
				canListVideos: true,
				...data,
			},
			name,
		);
	}

	/** Presses Connect and plays the person at TikTok's page. */
	async connect(credential: Credential, choice: ConsentChoice = {}): Promise<ConnectResult> {
		const browser = new ConsentBrowser({
			proxyUrl: this.simulator.proxyUrl,
			caFile: this.simulator.caCertificateFile,
		});
		try {
			const consent = browser.consent({ account: this.account.username, ...choice });
			return await this.rest.connectCredential(credential.id, consent);
		} finally {
			await browser.close();
		}
	}

	/**
	 * A credential of its own, connected to this account. The node keeps to TikTok's six inits a minute for each account in real time, so
	 * whoever posts more does it from several.
	 */
	async connectedTo(account: Account): Promise<Credential> {
		const credential = await this.credential(account.username, this.webApp);
		const { connected, text } = await this.connect(credential, { account: account.username });
		if (!connected) throw new Error(text);
		return credential;
	}

	/** The credential of an account that has posted nothing yet. */
	async newAccount(username: string): Promise<Credential> {
		return await this.connectedTo(this.simulator.addAccount({ username }));
	}

	/** Puts a file where n8n may read it. @returns its path and hash */
	async file(name: string, bytes: Buffer): Promise<{ path: string; sha256: string }> {
		const path = join(this.n8n.filesFolder, name);
		await writeFile(path, bytes);
		return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
	}

	/** Runs a workflow of these nodes from its manual trigger to its end. */
	async run(name: string, nodes: WorkflowNode[], timeoutMs?: number): Promise<Execution> {
		const { id } = await this.rest.createWorkflow(chain(name, nodes));
		return await this.rest.runWorkflow(id, { timeoutMs });
	}

	/** Runs the TikTok node alone, or behind a file that it reads. */
	async tikTok(
		credential: Credential | undefined,
		parameters: IDataObject,
		{ file, ...settings }: NodeSettings & { file?: string } = {},
	): Promise<Execution> {
		const nodes = [
			...(file === undefined ? [] : [readFiles(file)]),
			tikTok(parameters, credential, settings),
		];
		return await this.run(`${String(parameters.resource)} ${String(parameters.operation)}`, nodes);
	}
}
