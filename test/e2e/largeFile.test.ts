/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests are Node programs, not nodes */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import {
	N8nInstance,
	readFiles,
	tikTok,
	TIKTOK_NODE,
	type Credential,
	type WorkflowNode,
} from '../rig';
import { sampleVideoParts } from '../simulator';
import { Stage } from './stage';

// The largest video that TikTok takes, through an n8n whose heap is a sixteenth of it.
const size = 4 * 1024 ** 3;
const heapMb = 256;
const host = 'cdn.large.example';
const minutes = 60_000;
/** So many bytes of an answer come before the host of the link breaks it off. */
const unbroken = 8_000_000;
const marks = { every: 16 * 1024 ** 2, length: 4096 };

let stage: Stage;
let web: Server;
let gets = 0;
let credential: Credential;
let path: string;
let sha256: string;

beforeAll(async () => {
	web = createServer((request, response) => {
		gets += 1;
		const range = /^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1];
		const first = Number(range ?? 0);
		response.writeHead(range === undefined ? 200 : 206, {
			'content-type': 'video/mp4',
			'content-length': size - first,
			...(range === undefined ? {} : { 'content-range': `bytes ${first}-${size - 1}/${size}` }),
		});
		const end = Math.min(first + unbroken, size) - 1;
		// The node closes an answer as soon as it has what it needs of it.
		pipeline(createReadStream(path, { start: first, end }), response, { end: false })
			.then(() => response.socket?.end())
			.catch(() => undefined);
	}).listen(0, '127.0.0.1');
	await once(web, 'listening');
	stage = await Stage.start(
		{ [host]: `http://127.0.0.1:${(web.address() as AddressInfo).port}` },
		async (options) =>
			await N8nInstance.start({
				...options,
				env: {
					...options.env,
					N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
					NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
					// With all its nodes, n8n 2.41 alone needs more than that to start.
					NODES_INCLUDE: JSON.stringify([
						'n8n-nodes-base.manualTrigger',
						'n8n-nodes-base.readWriteFile',
						TIKTOK_NODE,
					]),
				},
			}),
	);
	credential = await stage.credential('TikTok account', stage.webApp);
	await stage.connect(credential);
	path = join(stage.n8n.filesFolder, 'large.mp4');
	await writeVideo();
	const hash = createHash('sha256');
	await pipeline(createReadStream(path, { highWaterMark: 1024 ** 2 }), hash);
	sha256 = hash.digest('hex');
}, 25 * minutes);

afterAll(async () => {
	await stage.stop();
	web.closeAllConnections();
	web.close();
});

/** A sparse file with something of its own in every part, so that no part can stand for another. */
async function writeVideo(): Promise<void> {
	const file = await open(path, 'w');
	const { before } = sampleVideoParts({ bytes: size });
	await file.write(before);
	for (let at = marks.every; at < size; at += marks.every)
		await file.write(randomBytes(marks.length), 0, marks.length, at);
	await file.truncate(size - 1);
	await file.write(Buffer.from([1]), 0, 1, size - 1);
	await file.close();
}

async function post(parameters: IDataObject, before: WorkflowNode[]): Promise<void> {
	const begun = stage.simulator.posts.length;
	const node = tikTok(
		{
			resource: 'video',
			operation: 'directPost',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
			...parameters,
		},
		credential,
	);
	const execution = await stage.run('Large file', [...before, node], 15 * minutes);
	expect(execution.describeError()).toBe('No error.');
	expect(execution.json('TikTok')[0]).toMatchObject({ verdict: 'published', uploaded_bytes: size });
	expect(stage.simulator.posts.length - begun).toBe(1);
	expect(stage.simulator.uploads.at(-1)).toMatchObject({
		receivedBytes: size,
		totalChunkCount: 68,
		attempts: 68,
		sha256,
	});
}

test(
	'4 GiB from n8n’s store arrive whole with a heap of 256 MB',
	async () => {
		await post({}, [readFiles(path)]);
	},
	20 * minutes,
);

test(
	'4 GiB from a link whose host breaks off after each 8 MB arrive whole with a heap of 256 MB, no part sent twice',
	async () => {
		await post({ videoSource: 'sendFromUrl', videoUrl: `https://${host}/large.mp4` }, []);
		// Each request gives that much, less the bytes that are compared with those before.
		expect(gets).toBeGreaterThanOrEqual(size / unbroken);
		expect(gets).toBeLessThanOrEqual(1.1 * (size / unbroken));
	},
	20 * minutes,
);
