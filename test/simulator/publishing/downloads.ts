/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- the simulator is a Node program, not a node */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';

import { newLongId } from '../identifiers';
import type { Download, FailReason, PublishTask } from '../model';
import type { World } from '../world';
import { failTask, isFinal, startProcessing } from './lifecycle';
import { MediaInspector } from './media/inspector';
import type { MediaVerdict } from './media/verdict';

/**
 * How long a download may take, in ms. For this and the other rules of downloads:
 * https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide#pull_from_url
 */
const DOWNLOAD_MS = 3_600_000;

/** Starts to fetch the media of a task, right after its init was answered. */
export function startDownload(world: World, task: PublishTask, urls: string[]): void {
	task.downloads = urls.map((url) => ({ url, bytes: 0 }));
	const { lifetime } = world;
	setImmediate(() => {
		if (!lifetime.aborted) void fetchAll(world, task, lifetime);
	});
}

async function fetchAll(world: World, task: PublishTask, lifetime: AbortSignal): Promise<void> {
	const abort = new AbortController();
	const end = (): void => abort.abort(new Error('the state was thrown away'));
	lifetime.addEventListener('abort', end, { once: true });
	const callOff = world.clock.after(DOWNLOAD_MS, () =>
		abort.abort(new Error('timed out after one hour')),
	);
	const verdicts: MediaVerdict[] = [];
	try {
		for (const download of task.downloads) {
			verdicts.push(await fetchOne(world, task, download, abort.signal));
			if (isFinal(task)) return;
		}
		startProcessing(
			world,
			task,
			verdicts.find((verdict) => verdict.failure !== undefined) ?? verdicts[0],
		);
	} catch (error) {
		if (lifetime.aborted) return;
		const reason: FailReason = task.media === 'VIDEO' ? 'video_pull_failed' : 'photo_pull_failed';
		failTask(world, task, reason, error instanceof Error ? error.message : String(error));
	} finally {
		callOff();
		lifetime.removeEventListener('abort', end);
	}
}

async function fetchOne(
	world: World,
	task: PublishTask,
	download: Download,
	signal: AbortSignal,
): Promise<MediaVerdict> {
	try {
		const response = await open(world, download.url, signal);
		return await readMedia(world, task, download, response);
	} catch (error) {
		download.failure = error instanceof Error ? error.message : String(error);
		throw error;
	}
}

/** Asks the origin that stands for the URL's host. Redirects are invalid. */
async function open(world: World, address: string, signal: AbortSignal): Promise<IncomingMessage> {
	const url = new URL(address);
	const origin = world.hosts.get(url.hostname);
	if (origin === undefined)
		throw new Error(`the host ${url.hostname} does not exist in the simulator's "hosts"`);
	const target = new URL(url.pathname + url.search, origin);
	const headers = { Host: url.host, 'User-Agent': 'TikTok-Simulator-Pull', Accept: '*/*' };
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		request(target, { headers, signal }, resolve).on('error', reject).end();
	});
	const status = response.statusCode ?? 0;
	if (status !== 200) {
		response.destroy();
		throw new Error(
			`${address} answered ${status}${status >= 300 && status < 400 ? ' (a redirect)' : ''}`,
		);
	}
	return response;
}

async function readMedia(
	world: World,
	task: PublishTask,
	download: Download,
	response: IncomingMessage,
): Promise<MediaVerdict> {
	const hash = createHash('sha256');
	const inspector = new MediaInspector(task);
	const file = openStore(world);
	if (file !== undefined) download.file = String(file.path);
	try {
		for await (const piece of response as AsyncIterable<Buffer>) {
			// no encoding is set: Buffers
			if (isFinal(task)) break; // cancelled or revoked meanwhile
			hash.update(piece);
			download.bytes += piece.length;
			inspector.push(piece);
			if (file !== undefined && !file.write(piece)) await once(file, 'drain');
		}
	} finally {
		if (file !== undefined) await new Promise<void>((resolve) => file.end(resolve));
	}
	download.sha256 = hash.digest('hex');
	return inspector.verdict(world.rules);
}

function openStore(world: World): ReturnType<typeof createWriteStream> | undefined {
	if (world.storeDirectory === undefined) return undefined;
	mkdirSync(world.storeDirectory, { recursive: true });
	return createWriteStream(join(world.storeDirectory, `${newLongId(world.clock.now())}.media`));
}
