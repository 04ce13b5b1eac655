/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/require-node-api-error -- the bench is a Node program */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	installN8n,
	N8nInstance,
	N8nRest,
	packPackage,
	RigError,
	TIKTOK_CREDENTIAL,
	ConsentBrowser,
} from '../../test/rig';
import { installCommunityPackage } from '../../test/rig/communityPackage';
import { TikTokSimulator } from '../../test/simulator';
import { CertificateAuthority } from '../../test/simulator/transport/certificates';
import { packBenchNodes } from './benchPackage';
import { CredentialPool } from './credentialPool';
import { Sink } from './sink/sink';

const uploadHost = 'open-upload.tiktokapis.com';

/** What n8n's environment needs for the usual ways: without the first, global fetch goes past the proxy. */
const environment = {
	NODE_USE_ENV_PROXY: '1',
	N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	EXECUTIONS_DATA_MAX_DISPLAY_SIZE: '1000000000',
};

export interface LabOptions {
	onProgress: (line: string) => void;
	/** Accounts to post for: TikTok allows 6 inits a minute for each, and the node keeps to that. */
	accounts: number;
}

/** A running n8n with the packed node and the bench's own, a TikTok that answers its API, and a sink for what is sent. */
export class Lab {
	private constructor(
		readonly folder: string,
		readonly simulator: TikTokSimulator,
		readonly sink: Sink,
		readonly n8n: N8nInstance,
		readonly rest: N8nRest,
		readonly credentials: CredentialPool,
		/** The authorities of the simulator and of the sink, as PEM. */
		readonly caFile: string,
		/** The origin of the videos behind links, such as `https://localhost:4321`. */
		readonly fileOrigin: string,
		private readonly fileHost: ChildProcess,
	) {}

	readonly uploadHost = uploadHost;

	/** youngSpace.js as it was installed. */
	private shipped?: string;

	/** @throws RigError for what a person can mend */
	static async start({ onProgress, accounts }: LabOptions): Promise<Lab> {
		const installation = await installN8n({ onProgress });
		// The command's own, gone at its end.
		const folder = tmpdir();
		const undo: Array<() => unknown> = [];
		try {
			onProgress('Building and packing the node');
			const tarball = await packPackage({ destination: folder });
			const userFolder = join(folder, 'n8n');
			await installCommunityPackage(
				await packBenchNodes(join(folder, 'rivals')),
				join(userFolder, '.n8n'),
				installation.node,
			);
			const simulator = await TikTokSimulator.start({
				rules: { rateLimits: false, postsPerCreatorPerDay: 1_000_000, uploadHosts: [uploadHost] },
			});
			undo.push(async () => await simulator.stop());
			const authority = await CertificateAuthority.create();
			const caFile = join(folder, 'ca.pem');
			await writeFile(caFile, `${simulator.caCertificate}\n${authority.pem}\n`);
			const sink = await Sink.start(
				uploadHost,
				await authority.pairFor(uploadHost),
				simulator.proxyUrl,
			);
			undo.push(() => sink.stop());
			const fileHost = fork(join(__dirname, 'fileHost.ts'), { execArgv: ['--import', 'tsx'] });
			undo.push(() => fileHost.disconnect());
			const fileOrigin = await originOf(fileHost, await authority.pairFor('localhost'));
			onProgress('Starting n8n');
			const n8n = await N8nInstance.start({
				installation,
				tarball,
				userFolder,
				interception: { proxyUrl: sink.proxyUrl, caFile },
				env: environment,
			});
			undo.push(async () => await n8n.dispose());
			const rest = new N8nRest(n8n.url);
			await rest.setUpOwner();
			const lab = new Lab(
				folder,
				simulator,
				sink,
				n8n,
				rest,
				new CredentialPool(),
				caFile,
				fileOrigin,
				fileHost,
			);
			onProgress(`Connecting ${accounts} accounts`);
			for (let number = 1; number <= accounts; number++) await lab.connect(`creator.${number}`);
			return lab;
		} catch (error) {
			for (const step of undo.reverse()) await step();
			throw error;
		}
	}

	/**
	 * Puts nodes/TikTok/upload/youngSpace.ts of the installed package out of action, or back into it, for the next start of n8n.
	 */
	async setFillers(active: boolean): Promise<void> {
		const path = join(
			...[this.n8n.userFolder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-tiktok-publisher'],
			...['dist', 'nodes', 'TikTok', 'upload', 'youngSpace.js'],
		);
		this.shipped ??= await readFile(path, 'utf8');
		await writeFile(path, active ? this.shipped : 'exports.fillYoungSpace = () => {};\n');
	}

	/** Ends everything. */
	async stop(): Promise<void> {
		await this.n8n.dispose();
		this.sink.stop();
		this.fileHost.disconnect();
		await this.simulator.stop();
	}

	private async connect(username: string): Promise<void> {
		const { simulator } = this;
		const app = simulator.addApp({
			platform: 'desktop',
			redirectUris: [this.n8n.redirectUrl],
			audited: true,
		});
		simulator.addAccount({ username });
		const credential = await this.rest.createCredential(
			TIKTOK_CREDENTIAL,
			{ platform: 'desktop', clientKey: app.clientKey, appSecret: app.clientSecret },
			username,
		);
		const browser = new ConsentBrowser({
			proxyUrl: simulator.proxyUrl,
			caFile: simulator.caCertificateFile,
		});
		try {
			const { connected, text } = await this.rest.connectCredential(
				credential.id,
				browser.consent({ account: username }),
			);
			if (!connected) throw new RigError(`n8n could not connect a credential: ${text}`);
		} finally {
			await browser.close();
		}
		this.credentials.add(credential);
	}
}

async function originOf(
	fileHost: ChildProcess,
	pair: { cert: string; key: string },
): Promise<string> {
	fileHost.send(pair);
	const [answer] = (await once(fileHost, 'message')) as [{ port?: number; error?: string }];
	if (answer.port === undefined)
		throw new RigError(`The host of the videos did not start: ${answer.error}`);
	return `https://localhost:${answer.port}`;
}
