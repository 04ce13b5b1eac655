/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests are Node programs, not nodes */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import type { IDataObject } from 'n8n-workflow';

import { sha256 } from '../harness/digest';
import { until } from '../harness/until';
import { chain, node, tikTok } from '../rig';
import { jpegOf } from '../unit/media/photoBuilder';
import { PageTable } from './photoHostPage';
import { directPost, ofFiles, PhotoHosting, verification } from './photoHosting';
import { isOlderLine, Stage } from './stage';

let stage: Stage;
let hosting: PhotoHosting;

beforeAll(async () => {
	stage = await Stage.start();
	hosting = await PhotoHosting.start(stage);
}, 1_500_000);
beforeEach(() => stage.nextMinute());
afterAll(async () => await stage?.stop());

test('TikTok’s verification file is served', async () => {
	for (const method of ['GET', 'HEAD']) {
		const answer = await fetch(hosting.local(`/${verification.name}`), { method });
		expect([answer.status, await answer.text()]).toEqual([
			200,
			method === 'GET' ? verification.line : '',
		]);
	}
});

/** n8n's name for each of its stores; the default first, with which n8n has started. */
const stores = isOlderLine
	? { memory: 'default', disk: 'filesystem', database: 'database' }
	: { disk: 'filesystem', database: 'database', memory: 'default' };
const [[standard], ...others] = Object.entries(stores);

describe('35 photos of one item are fetched from n8n, byte for byte and in their order', () => {
	const table = new PageTable('stores', [isOlderLine ? '1.123.81' : '2.41.1', 'regular']);

	test(`${standard}, as n8n has it unless told otherwise`, async () =>
		await hosting.expectAllFetched(standard, table));

	test.each(others)('%s', async (store, mode) => {
		await stage.n8n.restart({ env: { N8N_DEFAULT_BINARY_DATA_MODE: mode } });
		await hosting.untilServed();
		await hosting.expectAllFetched(store, table);
	});

	test('the page tells the same', () => table.tell());

	afterAll(async () => {
		await stage.n8n.restart({ env: { N8N_DEFAULT_BINARY_DATA_MODE: stores.disk } });
		await hosting.untilServed();
	});
});

test('a file that came in by a webhook is fetched while the execution runs', async () => {
	const path = randomUUID();
	const webhook = {
		...node(
			'n8n-nodes-base.webhook',
			{ path, httpMethod: 'POST', options: { binaryPropertyName: 'data' } },
			{ name: 'Webhook', typeVersion: 2 },
		),
		webhookId: path,
	};
	const { id } = await stage.rest.createWorkflow(
		chain('by webhook', [webhook, tikTok({ ...ofFiles, ...directPost }, hosting.credential)]),
	);
	await stage.rest.activateWorkflow(id);
	const photo = jpegOf(1080, 1350, 50_000);
	const form = () => {
		const body = new FormData();
		body.set('data', new Blob([photo], { type: 'image/jpeg' }), 'sent.jpg');
		return body;
	};
	const url = `${stage.n8n.url}/webhook/${path}`;
	await until(async () => (await fetch(url, { method: 'POST', body: form() })).status === 200);
	await until(async () => (await stage.rest.listExecutions({ workflowId: id })).length === 1);
	const [{ id: executionId }] = await stage.rest.listExecutions({ workflowId: id });
	const execution = await stage.rest.waitForExecution(executionId);
	await stage.rest.deactivateWorkflow(id);
	expect(execution.describeError()).toBe('No error.');
	expect(stage.simulator.tasks.at(-1)?.downloads[0].sha256).toBe(sha256(photo));
});

describe('a photo that is gone before TikTok asks', () => {
	const pullDelayMs = 3_600_000 / 2;
	let published: number;
	beforeEach(() => {
		stage.simulator.rules.pullDelayMs = pullDelayMs;
		published = stage.simulator.posts.length;
	});
	afterAll(() => {
		stage.simulator.rules.pullDelayMs = 0;
	});
	const posts = () => stage.simulator.posts.length - published;

	/** Starts a run and waits until TikTok has taken the post and not fetched anything. */
	async function begun(options = {}) {
		const before = stage.simulator.tasks.length;
		const { nodes } = await hosting.carousel(2, { ...directPost, options });
		const { id } = await stage.rest.createWorkflow(chain('Late', nodes));
		const executionId = await stage.rest.startWorkflow(id);
		await until(() => stage.simulator.tasks.length > before);
		return { workflowId: id, executionId, nodes };
	}
	const tikTokAsks = () => stage.simulator.clock.advance(pullDelayMs);

	const saysSo = /come from n8n itself, under https:.*photo_pull_failed/s;

	test('the host was switched off: the run says so, and nothing is posted', async () => {
		const { executionId } = await begun();
		await stage.rest.deactivateWorkflow(hosting.workflowId);
		await until(async () => (await fetch(hosting.local('/photo'))).status === 404);
		tikTokAsks();
		const execution = await stage.rest.waitForExecution(executionId);
		await hosting.publish();
		expect(execution.describeError()).toMatch(saysSo);
		expect(posts()).toBe(0);
	});

	test('n8n’s files were deleted: the run says so, and nothing is posted', async () => {
		const { executionId, workflowId } = await begun();
		const folder = join(stage.n8n.userFolder, '.n8n', isOlderLine ? 'binaryData' : 'storage');
		await rm(join(folder, 'workflows', workflowId), { recursive: true });
		tikTokAsks();
		const execution = await stage.rest.waitForExecution(executionId);
		expect(execution.describeError()).toMatch(saysSo);
		expect(posts()).toBe(0);
	});

	test('nobody waits for the verdict: the run still lasts until TikTok has the photos', async () => {
		const { executionId } = await begun({ waitForCompletion: false });
		expect((await stage.rest.getExecution(executionId)).status).toBe('running');
		tikTokAsks();
		const execution = await stage.rest.waitForExecution(executionId);
		expect(execution.describeError()).toBe('No error.');
		expect(execution.json('TikTok')[0].status).not.toBe('PROCESSING_DOWNLOAD');
		expect(stage.simulator.tasks.at(-1)?.downloads.every(({ sha256 }) => sha256)).toBe(true);
		await until(() => posts() === 1);
	});

	test('n8n was killed and is back: TikTok fetches them, and the same key posts nothing more', async () => {
		const postOnceKey = randomUUID();
		const { workflowId } = await begun({ postOnceKey });
		await stage.n8n.kill();
		await stage.n8n.restart();
		await hosting.untilServed();
		tikTokAsks();
		await until(() => posts() === 1);
		const again = await stage.rest.runWorkflow(workflowId);
		expect(again.describeError()).toBe('No error.');
		expect(again.json('TikTok')[0]).toMatchObject({ post_once_key: postOnceKey });
		expect(posts()).toBe(1);
	});

	test('… which had them in memory: TikTok gets none, and the same key skips until it is forgotten', async () => {
		await stage.n8n.restart({ env: { N8N_DEFAULT_BINARY_DATA_MODE: stores.memory } });
		await hosting.untilServed();
		const { workflowId, nodes } = await begun({ postOnceKey: randomUUID() });
		await stage.n8n.kill();
		await stage.n8n.restart();
		await hosting.untilServed();
		tikTokAsks();
		await until(() => stage.simulator.tasks.at(-1)?.status === 'FAILED');
		stage.simulator.rules.pullDelayMs = 0;
		const again = await stage.rest.runWorkflow(workflowId);
		expect(again.json('TikTok')[0]).toMatchObject({
			verdict: 'skipped',
			skip_reason: expect.stringContaining('Forget Post Once Key'),
		});
		Object.assign(nodes.at(-1)!.parameters.options as IDataObject, { forgetPostOnceKey: true });
		await stage.rest.updateWorkflow(workflowId, chain('Late', nodes));
		const anew = await stage.rest.runWorkflow(workflowId);
		expect(anew.json('TikTok')[0]).toMatchObject({ verdict: 'published' });
		expect(posts()).toBe(1);
	});
});
