/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- test rig: it starts n8n as a process */
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { run, type RunResult } from './child';
import { installCommunityPackage } from './communityPackage';
import { searchFolder, type Finding } from './dataSearch';
import { GuardedProcess, type Exit } from './guardedProcess';
import { installN8n, type N8nInstallation } from './install';
import { n8nEnvironment, type Interception } from './n8nEnvironment';
import { demandFreePort, freePort } from './ports';
import { ProcessLog } from './processLog';
import { childrenOf } from './processStatus';
import { RigError } from './rigError';

const START_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 40_000;

/** What n8n is started as: the whole, or a part of queue mode. */
export type N8nRole = 'main' | 'worker' | 'webhook';

const ROLES: Record<N8nRole, { arguments: string[]; readyPath: string }> = {
	// The health endpoint of old versions answers before the REST API does, so the settings are what is asked for.
	main: { arguments: ['start'], readyPath: '/rest/settings' },
	worker: { arguments: ['worker', '--concurrency=1'], readyPath: '/healthz/readiness' },
	webhook: { arguments: ['webhook'], readyPath: '/healthz/readiness' },
};

export interface N8nStartOptions {
	/** `main` by default. A worker takes one execution at a time. */
	role?: N8nRole;
	/** Our package as `npm pack` made it; without it n8n starts bare. */
	tarball?: string;
	/** n8n to run; by default the newest recipe, installed first where it is missing. */
	installation?: N8nInstallation;
	interception?: Interception;
	/** n8n's data folder, kept at the end. By default a temporary one that `dispose` removes. */
	userFolder?: string;
	/** A free one by default. */
	port?: number;
	/** Host name in the default `publicUrl`; `localhost` by default, which TikTok accepts for desktop apps only. */
	host?: string;
	/** Where browsers and TikTok's redirect reach n8n, such as `https://n8n.example.com` behind a reverse proxy. */
	publicUrl?: string;
	/** Further variables (NODE_OPTIONS, N8N_DEFAULT_BINARY_DATA_MODE…); they win over the rig's own. */
	env?: Record<string, string>;
	/** Further folders that the node "Read/Write Files from Disk" may use, besides `filesFolder`. */
	fileAccess?: string[];
	/** Where the output goes; `n8n.log` in the user folder by default. */
	logFile?: string;
}

/** A real n8n as a process of its own, on loopback, with data of its own. */
export class N8nInstance {
	readonly port: number;
	/** The address for REST calls; `publicUrl` may be another one. */
	readonly url: string;
	/** A folder whose files n8n's file node may read and write. */
	readonly filesFolder: string;
	readonly log: ProcessLog;
	private process: GuardedProcess | undefined;

	private constructor(
		readonly installation: N8nInstallation,
		readonly userFolder: string,
		private readonly ownsUserFolder: boolean,
		port: number,
		private readonly brokerPort: number,
		private options: N8nStartOptions,
	) {
		this.port = port;
		this.url = `http://127.0.0.1:${port}`;
		this.filesFolder = join(userFolder, 'files');
		this.log = new ProcessLog(options.logFile ?? join(userFolder, 'n8n.log'));
	}

	/**
	 * Prepares a data folder with our package in it, starts n8n and waits until its REST API answers.
	 *
	 * @throws RigError with n8n's last lines when it ends or does not answer within 3 minutes
	 */
	static async start(options: N8nStartOptions = {}): Promise<N8nInstance> {
		const installation = options.installation ?? (await installN8n());
		if (options.port !== undefined) await demandFreePort(options.port);
		const userFolder = await prepareUserFolder(options.userFolder);
		const instance = new N8nInstance(
			installation,
			userFolder,
			options.userFolder === undefined,
			options.port ?? (await freePort()),
			await freePort(),
			options,
		);
		try {
			await mkdir(instance.filesFolder, { recursive: true });
			if (options.tarball !== undefined) await instance.installPackage(options.tarball);
			await instance.launch();
		} catch (error) {
			await instance.dispose();
			throw error;
		}
		return instance;
	}

	/** Where browsers reach this n8n; the redirect URL of a credential begins with it. */
	get publicUrl(): string {
		return this.options.publicUrl ?? `http://${this.options.host ?? 'localhost'}:${this.port}`;
	}

	/** The redirect URL to register in the TikTok app. */
	get redirectUrl(): string {
		return `${this.publicUrl}/rest/oauth2-credential/callback`;
	}

	get running(): boolean {
		return this.process?.running === true;
	}

	/** n8n's own process id, on Linux. @throws RigError when it does not run */
	async pid(): Promise<number> {
		const guard = this.process?.guardPid;
		const [pid] = guard === undefined ? [] : await childrenOf(guard);
		if (pid === undefined) throw new RigError('n8n does not run.');
		return pid;
	}

	/** Resolves when the process of the last start has ended. */
	get exited(): Promise<Exit> {
		return this.process?.exited ?? Promise.resolve({ code: null, signal: null });
	}

	/** Ends n8n as a service manager would (SIGTERM), waiting up to 40 s before it is killed. */
	async stop(): Promise<Exit> {
		return this.process ? await this.process.stop(STOP_TIMEOUT_MS) : await this.exited;
	}

	/** Ends n8n and what it started at once, as a crash or a power cut would. */
	async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
		return this.process ? await this.process.kill(signal) : await this.exited;
	}

	/**
	 * Starts n8n again on the same data and port, after stopping it where it runs.
	 *
	 * @param changes options to change for this and later starts, such as `env` or `publicUrl`; a `tarball` is installed anew
	 */
	async restart(
		changes: Pick<N8nStartOptions, 'env' | 'publicUrl' | 'interception' | 'tarball'> = {},
	): Promise<void> {
		await this.stop();
		this.options = {
			...this.options,
			...changes,
			env: { ...this.options.env, ...changes.env },
		};
		if (changes.tarball !== undefined) await this.installPackage(changes.tarball);
		await this.launch();
	}

	/** Stops n8n and removes its data folder where the rig made it. */
	async dispose(): Promise<void> {
		await this.stop();
		if (this.ownsUserFolder) {
			await rm(this.userFolder, { recursive: true, force: true, maxRetries: 5 });
		}
	}

	/**
	 * Runs one of n8n's own commands on this instance's data, such as `['export:credentials', '--all']`. SQLite allows
	 * it beside a running n8n.
	 */
	async command(args: string[]): Promise<RunResult> {
		return await run(this.installation.node.path, [this.installation.command, ...args], {
			cwd: this.userFolder,
			env: { ...this.environment(), N8N_RUNNERS_BROKER_PORT: String(await freePort()) },
			timeoutMs: START_TIMEOUT_MS,
		});
	}

	/**
	 * Looks for texts that must not be there (tokens, secrets) in all that this n8n has stored: database, logs, binary
	 * data. Credentials are encrypted and give no hit.
	 */
	async searchData(texts: readonly string[]): Promise<Finding[]> {
		return await searchFolder(this.userFolder, texts);
	}

	private async installPackage(tarball: string): Promise<void> {
		const folder = join(this.userFolder, '.n8n');
		const { node } = this.installation;
		await installCommunityPackage(tarball, folder, node);
	}

	private environment(): Record<string, string> {
		const own = n8nEnvironment({
			userFolder: this.userFolder,
			port: this.port,
			brokerPort: this.brokerPort,
			publicUrl: this.publicUrl,
			fileAccess: [this.filesFolder, ...(this.options.fileAccess ?? [])],
			interception: this.options.interception,
			nodePath: this.installation.node.path,
			version: this.installation.version,
		});
		return { ...own, QUEUE_HEALTH_CHECK_PORT: String(this.port), ...this.options.env };
	}

	private async launch(): Promise<void> {
		const { node, command } = this.installation;
		this.process = new GuardedProcess(node.path, [command, ...this.role.arguments], {
			nodePath: node.path,
			cwd: this.userFolder,
			env: this.environment(),
			log: this.log,
		});
		try {
			await this.waitUntilReady();
		} catch (error) {
			await this.kill();
			throw error;
		}
	}

	private get role(): (typeof ROLES)[N8nRole] {
		return ROLES[this.options.role ?? 'main'];
	}

	private async waitUntilReady(): Promise<void> {
		const deadline = Date.now() + START_TIMEOUT_MS;
		while (this.running) {
			if (await isReady(this.url + this.role.readyPath)) return;
			if (Date.now() > deadline) {
				throw new RigError(
					`n8n did not answer within ${START_TIMEOUT_MS / 1000} s. Its last lines:\n${this.log.tail()}`,
				);
			}
			await sleep(250);
		}
		throw new RigError(`n8n ended while starting. Its last lines:\n${this.log.tail()}`);
	}
}

async function isReady(url: string): Promise<boolean> {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
		const body = await response.text();
		// While it starts, n8n answers every path with a plain text.
		return response.ok && body.startsWith('{');
	} catch {
		return false;
	}
}

/** n8n's file node refuses paths with symbolic links in them, hence the real path. */
async function prepareUserFolder(wanted: string | undefined): Promise<string> {
	if (wanted === undefined) return await realpath(await mkdtemp(join(tmpdir(), 'n8n-rig-')));
	await mkdir(wanted, { recursive: true });
	return await realpath(wanted);
}
