/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program, not a node */
import { createHash, type Hash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';

import { newLongId } from '../identifiers';
import type { Download, PublishTask } from '../model';
import { ask, describeAnswer } from '../transport/outgoing';
import type { World } from '../world';
import { isFinal } from './lifecycle';
import { MediaInspector } from './media/inspector';
import type { MediaVerdict } from './media/verdict';

/** TikTok documents nothing that its downloads could be told by. */
const USER_AGENT = 'TikTok-Simulator-Pull';

/** The size of a part under the rule `pullRange`: a number of ours, small enough for photos to have several. */
const PART_BYTES = 250_000;

/** Where the bytes of a file go. */
interface Sink {
	hash: Hash;
	inspector: MediaInspector;
	file: WriteStream | undefined;
}

/**
 * Fetches one file once, in the way that the rules of downloads say, and looks into it. A task that is over meanwhile
 * ends the fetch.
 *
 * @throws Error with the reason in words
 */
export async function pull(
	world: World,
	task: PublishTask,
	download: Download,
	signal: AbortSignal,
): Promise<MediaVerdict> {
	if (world.rules.pullHead !== 'none') await askFirst(world, download, signal);
	const sink = openSink(world, task);
	if (sink.file !== undefined) download.file = String(sink.file.path);
	download.bytes = 0;
	try {
		let total = Infinity;
		while (download.bytes < total && !isFinal(task)) {
			const response = await open(world, download, signal);
			total = totalOf(download, response) ?? total;
			const before = download.bytes;
			await read(world, task, download, response, sink, signal);
			if (total === Infinity) break;
			if (download.bytes === before) throw new Error(`${download.url} sent an empty part`);
		}
	} finally {
		const { file } = sink;
		if (file !== undefined) await new Promise<void>((resolve) => file.end(resolve));
	}
	download.sha256 = sink.hash.digest('hex');
	return sink.inspector.verdict(world.rules);
}

/** Lets time pass on the simulator's clock. @throws the reason of `signal` when that is aborted */
export async function pause(world: World, ms: number, signal: AbortSignal): Promise<void> {
	signal.throwIfAborted();
	await new Promise<void>((resolve, reject) => {
		const stop = (): void => {
			callOff();
			reject(signal.reason);
		};
		const callOff = world.clock.after(ms, () => {
			signal.removeEventListener('abort', stop);
			resolve();
		});
		signal.addEventListener('abort', stop, { once: true });
	});
}

/** The HEAD before the GET. @throws Error when the rule needs it answered and the host does not answer it with 200 */
async function askFirst(world: World, download: Download, signal: AbortSignal): Promise<void> {
	const headers = { 'User-Agent': USER_AGENT };
	const answer = await ask(world, download.url, { method: 'HEAD', headers, signal });
	answer.resume();
	download.requests.push({ method: 'HEAD', status: answer.statusCode ?? 0 });
	if (world.rules.pullHead === 'required' && answer.statusCode !== 200)
		throw new Error(`HEAD: ${describeAnswer(download.url, answer)}`);
}

/** Asks for what is missing of the file. Redirects are invalid. @throws Error for every answer that is not the file */
async function open(
	world: World,
	download: Download,
	signal: AbortSignal,
): Promise<IncomingMessage> {
	const range = nextRange(world.rules.pullRange, download.bytes);
	const headers = { 'User-Agent': USER_AGENT, ...(range === undefined ? {} : { Range: range }) };
	const response = await ask(world, download.url, { method: 'GET', headers, signal });
	const status = response.statusCode ?? 0;
	download.requests.push({ method: 'GET', status, ...(range === undefined ? {} : { range }) });
	// A host without ranges answers with the whole file, which only the first request can use.
	const isWhole = status === 200 && download.bytes === 0;
	if (!isWhole && !(status === 206 && range !== undefined)) {
		response.destroy();
		throw new Error(describeAnswer(download.url, response));
	}
	return response;
}

function nextRange(rule: World['rules']['pullRange'], from: number): string | undefined {
	if (rule === 'none') return undefined;
	return rule === 'open' ? `bytes=${from}-` : `bytes=${from}-${from + PART_BYTES - 1}`;
}

/** The size of the file, where an answer is a part of it. @throws Error when it is not the part that was asked for */
function totalOf(download: Download, response: IncomingMessage): number | undefined {
	if (response.statusCode !== 206) return undefined;
	const stated = response.headers['content-range'] ?? '';
	const [, first, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(stated) ?? [];
	if (total !== undefined && Number(first) === download.bytes) return Number(total);
	response.destroy();
	throw new Error(
		`${download.url} answered 206 with “Content-Range: ${stated}” instead of the bytes from ${download.bytes}`,
	);
}

async function read(
	world: World,
	task: PublishTask,
	download: Download,
	response: IncomingMessage,
	{ hash, inspector, file }: Sink,
	signal: AbortSignal,
): Promise<void> {
	for await (const piece of response as AsyncIterable<Buffer>) {
		// no encoding is set: Buffers
		if (isFinal(task)) return; // cancelled or revoked meanwhile
		hash.update(piece);
		download.bytes += piece.length;
		inspector.push(piece);
		if (file !== undefined && !file.write(piece)) await once(file, 'drain');
		const { pullBytesPerSecond } = world.rules;
		if (pullBytesPerSecond < Infinity)
			await pause(world, (piece.length / pullBytesPerSecond) * 1000, signal);
	}
}

function openSink(world: World, task: PublishTask): Sink {
	return { hash: createHash('sha256'), inspector: new MediaInspector(task), file: openFile(world) };
}

function openFile(world: World): WriteStream | undefined {
	if (world.storeDirectory === undefined) return undefined;
	mkdirSync(world.storeDirectory, { recursive: true });
	return createWriteStream(join(world.storeDirectory, `${newLongId(world.clock.now())}.media`));
}
