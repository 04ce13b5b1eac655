/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests are Node programs, not nodes */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { until } from '../harness/until';
import { QueueMode } from '../rig';
import { PageTable } from './photoHostPage';
import { directPost, draft, PhotoHosting } from './photoHosting';
import { isOlderLine, Stage } from './stage';

// A worker posts, the webhook process serves: whether it can depends on where n8n keeps files.
let queue: QueueMode;
let stage: Stage;
let hosting: PhotoHosting;
let folder: string;

const hooksUrl = 'https://hooks.example.com';
const table = new PageTable('stores', [isOlderLine ? '1.123.81' : '2.41.1', 'queue']);

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'n8n-shared-'));
	stage = await Stage.start({}, async (options) => {
		queue = await QueueMode.start({ ...options, webhookUrl: hooksUrl, workers: 1 });
		return queue.main;
	});
	hosting = await PhotoHosting.start(stage, hooksUrl, queue.webhook);
}, 1_500_000);
beforeEach(() => stage.nextMinute());
afterAll(async () => {
	await queue?.dispose();
	await stage?.stop();
	await rm(folder, { recursive: true, force: true });
});

/** Starts the processes that have to do with files anew. */
async function keepFiles(mode: string, sharedFolder?: string): Promise<void> {
	const env: Record<string, string> = { N8N_DEFAULT_BINARY_DATA_MODE: mode };
	if (sharedFolder !== undefined) env.N8N_BINARY_DATA_STORAGE_PATH = sharedFolder;
	for (const part of [queue.main, queue.webhook, ...queue.workers]) await part.restart({ env });
	await hosting.untilServed();
}

test('the database, n8n’s default in queue mode: a worker posts', async () => {
	const before = queue.workers[0].log.text.length;
	await hosting.expectAllFetched('database', table);
	const { log } = queue.workers[0];
	await until(() => log.text.slice(before).includes('Worker started execution'));
});

test.each<[string, string]>([
	['memory', 'default'],
	['disk, each process its own', 'filesystem'],
])('%s: the post is not begun, and the message says why', async (store, mode) => {
	await keepFiles(mode);
	for (const [parameters, operation] of [
		[directPost, 'direct post'],
		[draft, 'draft'],
	] as const) {
		const posted = await hosting.post(2, parameters);
		expect(posted.execution.describeError()).toMatch(
			/cannot see the files of this execution.*N8N_DEFAULT_BINARY_DATA_MODE=database/s,
		);
		expect(posted.tasks).toEqual([]);
		expect(await hosting.executions()).toBe(0);
		table.enter([store, operation, 'none: refused before the post', '0'], ['–']);
	}
});

test('disk, a folder that all share', async () => {
	await keepFiles('filesystem', folder);
	await until(async () => (await fetch(`${queue.webhook.url}/healthz`)).status === 200);
	await hosting.expectAllFetched('disk, shared folder', table);
});

test('the page tells the same', () => table.tell());
