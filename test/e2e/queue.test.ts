/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { until } from '../harness/until';
import {
	chain,
	node,
	type N8nInstance,
	QueueMode,
	readFiles,
	tikTok,
	TIKTOK_CREDENTIAL,
	type Credential,
	type Execution,
	type NodeSettings,
	type WorkflowNode,
} from '../rig';
import { sampleVideo } from '../simulator';
import { startMeeting, type Meeting } from './meeting';
import { Stage } from './stage';

// PostgreSQL, Redis, one main, one webhook process, two workers of one execution at a time.
let queue: QueueMode;
let stage: Stage;
let credential: Credential;
let meeting: Meeting;

const hooksUrl = 'https://hooks.example.com';

beforeAll(async () => {
	stage = await Stage.start({}, async (options) => {
		queue = await QueueMode.start({ ...options, webhookUrl: hooksUrl });
		return queue.main;
	});
	stage.simulator.hosts.set(new URL(hooksUrl).hostname, queue.webhook.url);
	credential = await stage.credential('TikTok account', stage.webApp);
	await stage.connect(credential);
	meeting = await startMeeting();
}, 1_500_000);
beforeEach(() => stage.nextMinute());
afterAll(async () => {
	await meeting?.stop();
	await queue?.dispose();
	await stage?.stop();
});

const creatorInfo = { resource: 'creator', operation: 'getInfo' };
const directPost = {
	resource: 'video',
	operation: 'directPost',
	privacyLevel: 'PUBLIC_TO_EVERYONE',
	caption: 'From a worker',
};
const pulled = {
	...directPost,
	videoSource: 'pullFromUrl',
	videoUrl: 'https://media.example.com/clip.mp4',
};
const postsWith = (caption: string) =>
	stage.simulator.posts.filter((post) => post.caption === caption).length;

/** The table of docs/queue-mode.md. */
const rows: string[] = [];
const enter = (scenario: string, outcome: string) => rows.push(`| ${scenario} | ${outcome} |`);

/** A node at which the two executions of a pair wait for each other. */
const meet = (name: string): WorkflowNode =>
	node(
		'n8n-nodes-base.httpRequest',
		{ url: `${meeting.origin}/${randomUUID()}`, options: {} },
		{ name, typeVersion: 4.2 },
	);

/** Runs a workflow twice at once; each worker has one of the two. */
async function runOnBoth(nodes: WorkflowNode[]): Promise<Execution[]> {
	const { id } = await stage.rest.createWorkflow(chain('pair', nodes));
	const both = await Promise.all([1, 2].map(async () => await stage.rest.runWorkflow(id)));
	expect(new Set(both.map((execution) => queue.workerOf(execution.id)))).toEqual(
		new Set(queue.workers),
	);
	return both;
}

/** n8n activates a workflow in the background. */
async function untilRegistered(path: string): Promise<void> {
	await until(async () =>
		(await queue.postgres.query('select "webhookPath" from webhook_entity')).some((found) =>
			found.includes(path),
		),
	);
}

/** A trigger of ours, and the executions that it has started. */
async function active(
	type: string,
	parameters: IDataObject,
): Promise<{
	webhookId: string;
	executions: () => Promise<Execution[]>;
	end: () => Promise<void>;
}> {
	const webhookId = randomUUID();
	const trigger = {
		...node(`n8n-nodes-tiktok-publisher.${type}`, parameters, { name: 'Trigger', typeVersion: 1 }),
		credentials: { [TIKTOK_CREDENTIAL]: { id: credential.id, name: credential.name } },
		webhookId,
	};
	const { id } = await stage.rest.createWorkflow(
		chain(type, [trigger, node('n8n-nodes-base.noOp', {}, { name: 'Behind', typeVersion: 1 })]),
	);
	await stage.rest.activateWorkflow(id);
	return {
		webhookId,
		executions: async () => {
			const summaries = await stage.rest.listExecutions({ workflowId: id });
			return await Promise.all(
				summaries.map(async (one) => await stage.rest.waitForExecution(one.id)),
			);
		},
		end: async () => void (await stage.rest.deactivateWorkflow(id)),
	};
}

describe('posts', () => {
	async function postsFile(mode: string): Promise<void> {
		const { path, sha256 } = await stage.file(`${mode}.mp4`, sampleVideo({ bytes: 24_000_000 }));
		const execution = await stage.tikTok(credential, directPost, { file: path });
		expect(execution.describeError()).toBe('No error.');
		expect(queue.workerOf(execution.id)).toBeDefined();
		expect(execution.json('TikTok')[0]).toMatchObject({ verdict: 'published' });
		expect(stage.simulator.uploads.at(-1)?.sha256).toBe(sha256);
	}

	test('a worker posts a file that is in the database, n8n’s default in queue mode', async () => {
		await postsFile('database');
		enter(
			'A worker posts a file of 24 MB; binary data in the database, n8n’s default in queue mode',
			'published, byte for byte',
		);
	});

	test('… in memory, and on the worker’s disk', async () => {
		const [one, other] = queue.workers;
		await other.stop();
		await one.restart({ env: { N8N_DEFAULT_BINARY_DATA_MODE: 'default' } });
		await postsFile('memory');
		await one.restart({ env: { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' } });
		await postsFile('disk');
		await one.restart({ env: { N8N_DEFAULT_BINARY_DATA_MODE: 'database' } });
		await other.restart();
		enter('… in the memory of the worker; on its disk', 'published, byte for byte');
	}, 600_000);

	test('a link goes on as one stream', async () => {
		const bytes = sampleVideo({ bytes: 24_000_000 });
		stage.web.files.set('/queue.mp4', { bytes });
		const execution = await stage.tikTok(credential, {
			...directPost,
			videoSource: 'sendFromUrl',
			videoUrl: 'https://cdn.elsewhere.example/queue.mp4',
		});
		expect(execution.describeError()).toBe('No error.');
		expect(stage.simulator.uploads.at(-1)?.sha256).toBe(
			createHash('sha256').update(bytes).digest('hex'),
		);
		enter('A worker posts the link of another host, sent by n8n', 'published, byte for byte');
	});

	test('a call of a production webhook is taken by the webhook process and posted by a worker', async () => {
		const path = randomUUID();
		const webhook = {
			...node(
				'n8n-nodes-base.webhook',
				{ path, httpMethod: 'POST', options: {} },
				{ name: 'Webhook', typeVersion: 2 },
			),
			webhookId: path,
		};
		const { id } = await stage.rest.createWorkflow(
			chain('by webhook', [webhook, tikTok({ ...pulled, caption: 'By webhook' }, credential)]),
		);
		await stage.rest.activateWorkflow(id);
		await untilRegistered(path);
		const call = async (part: N8nInstance) =>
			(await fetch(`${part.url}/webhook/${path}`, { method: 'POST' })).status;
		expect(await call(queue.main)).toBe(404);
		expect(await call(queue.webhook)).toBe(200);
		await until(async () => (await stage.rest.listExecutions({ workflowId: id })).length === 1);
		const [{ id: executionId }] = await stage.rest.listExecutions({ workflowId: id });
		const execution = await stage.rest.waitForExecution(executionId);
		expect(execution.describeError()).toBe('No error.');
		expect(queue.workerOf(executionId)).toBeDefined();
		expect(postsWith('By webhook')).toBe(1);
		await stage.rest.deactivateWorkflow(id);
		enter('A call of a production webhook, taken by the webhook process', 'a worker publishes');
	});
});

test('two workers meet an expired token at the same instant: both go on, and no grant dies', async () => {
	const rounds = 5;
	let most = 0;
	for (let round = 0; round < rounds; round++) {
		stage.simulator.expireAccessTokens();
		const before = stage.refreshes;
		const both = await runOnBoth([meet('Meet'), tikTok(creatorInfo, credential)]);
		expect(both.map((execution) => execution.describeError())).toEqual(['No error.', 'No error.']);
		most = Math.max(most, stage.refreshes - before);
		stage.nextMinute();
	}
	expect(most).toBe(1);
	stage.simulator.expireAccessTokens();
	expect((await stage.tikTok(credential, creatorInfo)).describeError()).toBe('No error.');
	enter(
		'Two workers meet an expired token at the same instant',
		'both succeed with one refresh; the next refresh works, too',
	);
});

describe('triggers', () => {
	test('TikTok Trigger: the main process polls, a worker runs', async () => {
		const pollTimes = {
			item: Array.from({ length: 12 }, (_, index) => ({
				mode: 'custom',
				cronExpression: `${index * 5} * * * * *`,
			})),
		};
		const calls = () => stage.simulator.callsTo('/v2/video/list/').length;
		const before = calls();
		const trigger = await active('tikTokTrigger', { event: 'postPublished', pollTimes });
		await until(() => calls() >= before + 2);
		const post = stage.simulator.addPost(stage.account, { createdAt: stage.simulator.clock.now() });
		await until(async () => (await trigger.executions()).length > 0);
		const later = calls();
		await until(() => calls() >= later + 2);
		const executions = await trigger.executions();
		await trigger.end();
		expect(executions.flatMap((one) => one.json('Trigger').map(({ id }) => id))).toEqual([post.id]);
		expect(queue.workerOf(executions[0].id)).toBeDefined();
		enter('TikTok Trigger, a new post', 'the main process polls, a worker runs the workflow once');
	});

	test('TikTok Webhook Trigger: the webhook process takes the event, a worker runs', async () => {
		const trigger = await active('tikTokWebhookTrigger', {});
		await untilRegistered(trigger.webhookId);
		const url = `${hooksUrl}/webhook/${trigger.webhookId}/webhook`;
		const first = await stage.simulator.deliver(stage.webApp, {
			account: stage.account,
			url,
			timestamp: Math.floor(Date.now() / 1000),
		});
		expect(first.attempts[0].status).toBe(200);
		await until(async () => (await trigger.executions()).length > 0);
		const executions = await trigger.executions();
		await trigger.end();
		expect(executions).toHaveLength(1);
		expect(executions[0].status).toBe('success');
		expect(queue.workerOf(executions[0].id)).toBeDefined();
		enter(
			'TikTok Webhook Trigger, an event of TikTok’s',
			'the webhook process answers 200, a worker runs the workflow once',
		);
	});
});

describe('Post Once', () => {
	test('the same key on two workers at the same instant, many rounds: at most one post each', async () => {
		const accounts = 5;
		const runs = 5;
		const own: Credential[] = [];
		for (let number = 0; number < accounts; number++) {
			const account = stage.simulator.addAccount({ username: `rounds.${number}` });
			own.push(await stage.credential(account.username, stage.webApp));
			await stage.connect(own[number], { account: account.username });
		}
		const goOn: NodeSettings = { onError: 'continueRegularOutput' };
		const captions: string[] = [];
		const ends = new Map<string, number>();
		for (let run = 0; run < runs; run++) {
			stage.nextMinute();
			const nodes = own.flatMap((use, number) => {
				const caption = `run ${run} account ${number}`;
				captions.push(caption);
				return [
					meet(`Meet ${number}`),
					tikTok({ ...pulled, caption, options: { postOnceKey: caption } }, use, {
						name: `Post ${number}`,
						...goOn,
					}),
				];
			});
			for (const execution of await runOnBoth(nodes)) {
				own.forEach((_, number) => {
					const { verdict, error } = execution.json(`Post ${number}`)[0];
					const outcome = String(verdict ?? error);
					ends.set(outcome, (ends.get(outcome) ?? 0) + 1);
				});
			}
		}
		const posts = captions.map(postsWith);
		process.stderr.write(
			`Post Once at the same instant, ${captions.length} rounds, posts each: ${posts.join(' ')}\n`,
		);
		expect(posts.filter((count) => count > 1)).toEqual([]);
		expect(posts.filter((count) => count === 0)).toEqual([]);
		expect(Object.fromEntries(ends)).toEqual({
			published: captions.length,
			skipped: captions.length,
		});
		enter(
			`The same Post Once key on two workers at the same instant, ${captions.length} rounds`,
			'one post in each round; the other run says skipped',
		);
	});
});

describe('a worker killed in mid-upload', () => {
	/** Starts a run that stalls in its second part, and kills the worker that has it. @returns the execution as n8n stores it then */
	async function killed(workflowId: string): Promise<Execution> {
		let isStalled = false;
		stage.simulator.fault('upload', {
			chunk: 1,
			at: { bytes: 1_000_000 },
			kind: 'stall',
			onStrike: () => (isStalled = true),
		});
		const executionId = await stage.rest.startWorkflow(workflowId);
		await until(() => isStalled);
		const worker = queue.workerOf(executionId);
		await worker?.kill('SIGKILL');
		const execution = await stage.rest.waitForExecution(executionId);
		await worker?.restart();
		stage.nextMinute();
		return execution;
	}

	test('the run says what happened, nothing is posted, and the next run with the same key posts once', async () => {
		const { path } = await stage.file('killed.mp4', sampleVideo({ bytes: 70_000_000 }));
		const caption = 'Killed and posted';
		const nodes = [
			readFiles(path),
			tikTok({ ...directPost, caption, options: { postOnceKey: 'killed' } }, credential),
		];
		const { id } = await stage.rest.createWorkflow(chain('killed', nodes));
		const execution = await killed(id);
		process.stderr.write(`${execution.status}: ${execution.describeError()}\n`);
		expect(postsWith(caption)).toBe(0);
		expect(['error', 'crashed']).toContain(execution.status);
		const again = await stage.rest.runWorkflow(id);
		expect(again.describeError()).toBe('No error.');
		expect(again.json('TikTok')[0]).toMatchObject({ verdict: 'published' });
		const third = await stage.rest.runWorkflow(id);
		expect(third.json('TikTok')[0]).toMatchObject({ verdict: 'skipped', post_once_key: 'killed' });
		expect(postsWith(caption)).toBe(1);
		enter(
			'A worker killed (SIGKILL) in mid-upload',
			`no post; the run ends as “${execution.status}”: ${execution.describeError()}`,
		);
		enter('The same workflow again, with the same Post Once key', 'one post; a third run skips');
	}, 400_000);
});

test('the page tells the same', () => {
	process.stderr.write(`${rows.join('\n')}\n`);
	const docs = readFileSync(join(__dirname, '..', '..', 'docs', 'queue-mode.md'), 'utf8');
	expect(docs.split('<!-- outcomes -->')[1]?.trim().split('\n').slice(2)).toEqual(rows);
});
