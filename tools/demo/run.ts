/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the demo is a program of its own */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	cacheFolder,
	installN8n,
	N8nInstance,
	packPackage,
	RigError,
	type Interception,
	type Owner,
} from '../../test/rig';
import { findNpmCli } from '../../test/rig/npm';
import { demandFreePort, freePort } from '../../test/rig/ports';
import { browserCommand, TikTokSimulator, type App } from '../../test/simulator';
import { connect, faultsOf, postSample, type DemoPost } from './post';
import { Screen } from './screen';

const DEFAULT_PORT = 5678;
const USERNAME = 'demo_creator';

export interface DemoOptions {
	/** End after the post instead of leaving the editor open. */
	once: boolean;
	/** Port of n8n's editor; 5678, or a free one where that is taken. */
	port?: number;
}

const INTRODUCTION = `n8n-nodes-tiktok-publisher: a video from n8n to TikTok, on this machine

This demo
  1. installs a private n8n into your cache folder, once (about 3 GB and 6 minutes; nothing else on your system changes),
  2. builds the TikTok node and installs it there as n8n installs community nodes,
  3. starts that n8n and a simulated TikTok, which stands behind TikTok's own host names for it,
  4. connects an account, runs a workflow that posts a real video file, and compares what arrived.

No TikTok account is needed, and nothing is sent to TikTok.`;

/**
 * The whole demo.
 *
 * @throws RigError for what a person can mend
 */
export async function runDemo(options: DemoOptions): Promise<void> {
	const screen = new Screen();
	screen.line(INTRODUCTION);
	screen.line();
	findNpmCli();
	const port = await choosePort(options.port, screen);
	screen.line(`Cache folder: ${cacheFolder()}`);
	const installation = await installN8n({ onProgress: screen.progress });
	screen.line(`n8n ${installation.version} under Node.js ${installation.node.version}: installed`);
	// The command's own, gone at its end.
	const folder = tmpdir();
	const tarball = await screen.step(
		'Building and packing the TikTok node',
		async () => await packPackage({ destination: folder }),
	);
	const received = join(folder, 'received');
	await mkdir(received);
	const simulator = await TikTokSimulator.start({ storeDirectory: received });
	try {
		const interception = { proxyUrl: simulator.proxyUrl, caFile: simulator.caCertificateFile };
		const userFolder = join(folder, 'n8n');
		const n8n = await screen.step(
			`Starting n8n ${installation.version} with the TikTok node`,
			async () =>
				await N8nInstance.start({ installation, tarball, interception, userFolder, port }),
		);
		try {
			await show(screen, n8n, simulator, interception, received, options);
		} finally {
			await screen.step('Stopping n8n', async () => await n8n.dispose());
		}
	} finally {
		await simulator.stop();
	}
}

async function show(
	screen: Screen,
	n8n: N8nInstance,
	simulator: TikTokSimulator,
	interception: Interception,
	received: string,
	{ once }: DemoOptions,
): Promise<void> {
	const app = simulator.addApp({
		name: 'Demo app',
		platform: 'desktop',
		redirectUris: [n8n.redirectUrl],
		audited: true,
	});
	simulator.addAccount({ username: USERNAME, nickname: 'Demo Creator' });
	const owner = newOwner();
	const { rest, credential } = await screen.step(
		'Connecting the credential through n8n’s authorize and callback pages',
		async () => await connect(n8n, interception, app, owner, USERNAME),
	);
	const post = await screen.step(
		'Running the workflow: read the video, post it',
		async () => await postSample(n8n, rest, credential, simulator, interception),
	);
	report(screen, post);
	const faults = faultsOf(post, simulator);
	if (faults.length > 0) throw new RigError(`The demo failed: ${faults.join('; ')}.`);
	if (once) return;
	whereToLook(screen, n8n, owner, post, received);
	howToConnect(screen, app, interception);
	await n8n.exited;
	throw new RigError(`n8n ended by itself. Its last lines:\n${n8n.log.tail()}`);
}

function report(screen: Screen, post: DemoPost): void {
	const same = post.sentSha256 === post.receivedSha256;
	screen.line();
	screen.line('The post');
	screen.table([
		['publish ID', post.publish_id],
		['verdict', post.verdict],
		['post ID', post.post_ids.join(', ')],
		[
			'link',
			`${post.post_url} (${post.linkOpens ? 'opens' : 'does not open'} on the simulated TikTok)`,
		],
		[
			'SHA-256 of the file',
			`${post.sentSha256} (sample.mp4, ${post.sentBytes.toLocaleString('en')} bytes)`,
		],
		['SHA-256 of what arrived', `${post.receivedSha256} (${same ? 'the same' : 'NOT THE SAME'})`],
	]);
	screen.line();
}

function whereToLook(
	screen: Screen,
	n8n: N8nInstance,
	owner: Owner,
	post: DemoPost,
	received: string,
): void {
	screen.line('Where to look');
	screen.table([
		['editor', `${n8n.publicUrl}/workflow/${post.workflowId}`],
		['e-mail', owner.email],
		['password', owner.password],
		['what TikTok received', post.receivedFile ?? received],
		['log of n8n', n8n.log.file],
	]);
	screen.line();
	screen.line('Press “Execute workflow” there to post again. The credential is connected already.');
	screen.line();
}

function howToConnect(screen: Screen, app: App, { proxyUrl }: Interception): void {
	screen.line(
		'To connect a credential of your own, or to open the link of a post, use a browser for the simulated TikTok:',
	);
	screen.line(`  ${browserCommand(proxyUrl)}`);
	screen.table([
		['Client Key', app.clientKey],
		['Client Secret', app.clientSecret],
		['platform', 'Desktop'],
	]);
	screen.line();
	screen.line(
		'Ctrl-C ends the demo and removes all of this; the installed n8n stays in the cache folder.',
	);
}

/** The usual port where it is free, since people know it; a taken one is said. */
async function choosePort(wanted: number | undefined, screen: Screen): Promise<number> {
	if (wanted !== undefined) {
		await demandFreePort(wanted);
		return wanted;
	}
	try {
		await demandFreePort(DEFAULT_PORT);
		return DEFAULT_PORT;
	} catch {
		const port = await freePort();
		screen.line(
			`Port ${DEFAULT_PORT} is in use, perhaps by an n8n of yours: this one takes ${port}.`,
		);
		return port;
	}
}

/** n8n wants a digit and a capital letter in a password. */
function newOwner(): Owner {
	const password = `Demo1${randomBytes(6).toString('hex')}`;
	return { email: 'demo@example.com', firstName: 'Demo', lastName: 'Owner', password };
}
