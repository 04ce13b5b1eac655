/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the demo reads its files */
import { createHash } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import {
	ConsentBrowser,
	N8nRest,
	TIKTOK_CREDENTIAL,
	type Interception,
	type N8nInstance,
	type Owner,
} from '../../test/rig';
import { RigError } from '../../test/rig/rigError';
import type { WorkflowInput } from '../../test/rig/workflow';
import type { App, TikTokSimulator } from '../../test/simulator';

export const SAMPLE = join(__dirname, 'sample.mp4');
const EXAMPLE = join(__dirname, 'workflow.json');

const postSchema = z.object({
	publish_id: z.string(),
	verdict: z.string(),
	post_ids: z.array(z.string()),
	post_url: z.string(),
});

export interface DemoPost extends z.infer<typeof postSchema> {
	workflowId: string;
	credentialName: string;
	sentBytes: number;
	sentSha256: string;
	receivedSha256: string;
	receivedFile: string | undefined;
	/** Whether the link shows the post on the simulated TikTok. */
	linkOpens: boolean;
}

/** Makes the owner of the fresh n8n and connects a credential as the editor's Connect button does. */
export async function connect(
	n8n: N8nInstance,
	interception: Interception,
	app: App,
	owner: Owner,
	username: string,
): Promise<{ rest: N8nRest; credential: { id: string; name: string } }> {
	const rest = new N8nRest(n8n.url);
	await rest.setUpOwner(owner);
	const credential = await rest.createCredential(
		TIKTOK_CREDENTIAL,
		{ platform: 'desktop', clientKey: app.clientKey, appSecret: app.clientSecret },
		'TikTok (simulated)',
	);
	const browser = new ConsentBrowser(interception);
	try {
		const { connected, text } = await rest.connectCredential(
			credential.id,
			browser.consent({ account: username }),
		);
		if (!connected) throw new RigError(`n8n could not connect the credential: ${text}`);
	} finally {
		await browser.close();
	}
	return { rest, credential };
}

/**
 * Imports the example workflow, points it at the sample video and the credential, runs it and compares what arrived.
 *
 * @throws RigError when the run fails or its output is not that of a published post
 */
export async function postSample(
	n8n: N8nInstance,
	rest: N8nRest,
	credential: { id: string; name: string },
	simulator: TikTokSimulator,
	interception: Interception,
): Promise<DemoPost> {
	const file = join(n8n.filesFolder, 'sample.mp4');
	await copyFile(SAMPLE, file);
	const bytes = await readFile(SAMPLE);
	const { id } = await rest.createWorkflow(await exampleWorkflow(file, credential));
	const execution = await rest.runWorkflow(id);
	if (execution.status !== 'success') {
		throw new RigError(
			`The workflow ended with "${execution.status}": ${execution.describeError()}`,
		);
	}
	const post = postSchema.parse(execution.json('TikTok')[0]);
	const { upload } = simulator.task(post.publish_id);
	return {
		...post,
		workflowId: id,
		credentialName: credential.name,
		sentBytes: bytes.length,
		sentSha256: createHash('sha256').update(bytes).digest('hex'),
		receivedSha256: upload?.sha256 ?? 'nothing arrived',
		receivedFile: upload?.file,
		linkOpens: await opens(post.post_url, interception),
	};
}

/** What is wrong with the post; empty when all is as it must be. */
export function faultsOf(post: DemoPost, simulator: TikTokSimulator): string[] {
	const [made] = simulator.posts;
	return [
		[post.verdict === 'published', `the verdict is "${post.verdict}"`],
		[
			simulator.posts.length === 1,
			`the simulator has ${simulator.posts.length} posts instead of one`,
		],
		[post.post_ids.length === 1 && post.post_ids[0] === made?.id, `the post's ID is ${made?.id}`],
		[/^\d{19}$/.test(post.post_ids[0] ?? ''), 'the post ID does not have 19 digits'],
		[post.linkOpens, 'the link does not open'],
		[post.sentSha256 === post.receivedSha256, 'other bytes arrived than were sent'],
	]
		.filter(([right]) => right !== true)
		.map(([, fault]) => String(fault));
}

async function exampleWorkflow(
	file: string,
	credential: { id: string; name: string },
): Promise<WorkflowInput> {
	// Our own file, checked in beside this one.
	const workflow = JSON.parse(await readFile(EXAMPLE, 'utf8')) as WorkflowInput;
	const nodes = workflow.nodes.map((node) => {
		if (node.name === 'Read Video') {
			return {
				...node,
				parameters: { ...node.parameters, fileSelector: file.replaceAll('\\', '/') },
			};
		}
		if (node.name !== 'TikTok') return node;
		return {
			...node,
			// The simulated app has passed the audit: only a public post has an ID and a link.
			parameters: { ...node.parameters, privacyLevel: 'PUBLIC_TO_EVERYONE' },
			credentials: { [TIKTOK_CREDENTIAL]: credential },
		};
	});
	return { ...workflow, nodes };
}

async function opens(link: string, interception: Interception): Promise<boolean> {
	const browser = new ConsentBrowser(interception);
	try {
		return (await browser.visit(link)).status === 200;
	} finally {
		await browser.close();
	}
}
