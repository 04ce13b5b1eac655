/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests are Node programs, not nodes */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { chain, node, readFiles, tikTok, TIKTOK_CREDENTIAL, type Credential } from '../rig';
import { jpegOf } from '../unit/media/photoBuilder';
import { Stage, webUrl } from './stage';

const webhookId = randomUUID();
const prefix = `${webUrl}/webhook/${webhookId}/`;
const line = 'tiktok-developers-site-verification=AbCdEf123456';

let stage: Stage;
let credential: Credential;
let hostId: string;

/** The address behind the reverse proxy. */
const local = (path: string) => `${stage.n8n.url}/webhook/${webhookId}${path}`;

beforeAll(async () => {
	stage = await Stage.start();
	stage.simulator.hosts.set(new URL(webUrl).hostname, stage.n8n.url);
	stage.webApp.urlProperties.splice(0, Infinity, prefix);
	credential = await stage.credential('TikTok account', stage.webApp, { photoHostUrl: prefix });
	await stage.connect(credential);
	const host = {
		...node(
			'n8n-nodes-tiktok-publisher.tikTokPhotoHostTrigger',
			{ verificationFile: 'tiktokAbCdEf123456.txt', verificationContent: 'AbCdEf123456' },
			{ name: 'TikTok Photo Host Trigger', typeVersion: 1 },
		),
		credentials: { [TIKTOK_CREDENTIAL]: { id: credential.id, name: credential.name } },
		webhookId,
	};
	({ id: hostId } = await stage.rest.createWorkflow({
		...chain('Photo host', [host]),
		nodes: [host],
		connections: {},
	}));
	await stage.rest.activateWorkflow(hostId);
	// n8n 2 activates in the background, one address after the other; this is the last one.
	const last = async () => await fetch(local('/tiktokAbCdEf123456.txt'), { method: 'HEAD' });
	while ((await last()).status === 404) await setTimeout(100);
}, 1_500_000);
afterAll(async () => await stage?.stop());

test('TikTok’s verification file is served', async () => {
	for (const method of ['GET', 'HEAD']) {
		const answer = await fetch(local('/tiktokAbCdEf123456.txt'), { method });
		expect([answer.status, await answer.text()]).toEqual([200, method === 'GET' ? line : '']);
	}
});

describe.each([
	['directPost', 'published'],
	['uploadDraft', 'in_inbox'],
])('%s', (operation, verdict) => {
	test('a carousel of three items’ files is fetched, byte for byte and in its order', async () => {
		stage.nextMinute();
		const files = await Promise.all(
			[1, 2, 3].map(async (number) => {
				const bytes = Buffer.concat([
					jpegOf(1080, 1920, 200_000),
					Buffer.from(`${operation} ${number}`),
				]);
				return await stage.file(`${operation}-${number}.jpg`, bytes);
			}),
		);
		const execution = await stage.run(`Carousel ${operation}`, [
			readFiles(join(stage.n8n.filesFolder, `${operation}-*.jpg`)),
			node(
				'n8n-nodes-base.aggregate',
				{ aggregate: 'aggregateAllItemData', options: { includeBinaries: true } },
				{ name: 'Aggregate', typeVersion: 1 },
			),
			tikTok(
				{
					resource: 'photo',
					operation,
					photoSource: 'files',
					photoBinaryFields: '={{ Object.keys($binary).join(",") }}',
					...(operation === 'directPost' ? { privacyLevel: 'SELF_ONLY' } : {}),
				},
				credential,
			),
		]);
		expect(execution.describeError()).toBe('No error.');
		expect(execution.json('TikTok')[0]).toMatchObject({ verdict });
		expect(execution.json('TikTok')[0]).not.toHaveProperty('warnings');
		const { downloads } = stage.simulator.tasks.at(-1)!;
		const order = (execution.json('TikTok')[0].requested as { photos: string[] }).photos;
		const byName = new Map(files.map(({ path, sha256 }) => [path.split('/').at(-1), sha256]));
		expect(new Set(order).size).toBe(3);
		expect(downloads.map(({ sha256 }) => sha256)).toEqual(order.map((name) => byName.get(name)));
	});
});

test('strangers get nothing, and no execution is made of the host’s workflow', async () => {
	for (const path of ['/photo', '/photo?t=x', `/photo?t=${'x'.repeat(60)}.${'y'.repeat(43)}`])
		expect((await fetch(local(path))).status).toBe(404);
	expect((await fetch(local('/photo'), { method: 'POST' })).status).toBe(404);
	expect(await stage.rest.listExecutions({ workflowId: hostId }, 100)).toEqual([]);
});
