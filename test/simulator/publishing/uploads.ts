/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import { createHash, type Hash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, write } from 'node:fs';
import { join } from 'node:path';

import type { PublishTask, Upload } from '../model';
import type { World } from '../world';
import { chunkRange } from './chunkPlan';
import { isFinal, startProcessing } from './lifecycle';
import { MediaInspector } from './media/inspector';

/** The rules for uploads are those of https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide. */
const CONTENT_TYPES = ['video/mp4', 'video/quicktime', 'video/webm'];

/** The state of an upload that no test needs to see. */
interface Progress {
	task: PublishTask;
	/** Digest of the complete chunks. */
	hash: Hash;
	inspector: MediaInspector;
	/** Number of the latest PUT; a newer one for the same bytes replaces one that hangs. */
	latestPut: number;
	descriptor?: number;
}

const progressOf = new WeakMap<Upload, Progress>();

/** Makes an upload known under its id. */
export function registerUpload(world: World, task: PublishTask, upload: Upload): void {
	const progress: Progress = {
		task,
		hash: createHash('sha256'),
		inspector: new MediaInspector(task),
		latestPut: 0,
	};
	if (world.storeDirectory !== undefined) {
		mkdirSync(world.storeDirectory, { recursive: true });
		upload.file = join(world.storeDirectory, `${upload.uploadId}.video`);
		progress.descriptor = openSync(upload.file, 'w');
	}
	upload.sha256 = progress.hash.copy().digest('hex');
	progressOf.set(upload, progress);
	world.uploads.set(upload.uploadId, upload);
}

/** Closes the file of an upload that gets nothing more. */
export function closeUpload(upload: Upload): void {
	const progress = progressOf.get(upload);
	if (progress?.descriptor === undefined) return;
	closeSync(progress.descriptor);
	delete progress.descriptor;
}

/** The headers of a PUT that count. */
export interface ChunkHeaders {
	contentType: string | undefined;
	contentLength: string | undefined;
	contentRange: string | undefined;
}

/** A PUT that may be received, or the status of its refusal. */
export type ChunkDecision =
	| { accept: Upload; index: number }
	| { refuse: 400 | 403 | 404 | 416 }
	| { repeat: Upload };

/** The index of the chunk that comes next. */
export const nextChunk = (upload: Upload): number => upload.chunks.length;

/** The upload that an upload URL names, if its token is right. */
export function findUpload(world: World, query: URLSearchParams): Upload | undefined {
	const upload = world.uploads.get(query.get('upload_id') ?? '');
	return upload !== undefined &&
		upload.url.endsWith(`upload_token=${query.get('upload_token') ?? ''}`)
		? upload
		: undefined;
}

/**
 * Judges a PUT by its headers. The page has a status for each fault, and says nothing of several faults at once: the order is
 * ours. A missing `Content-Range` gets 416 (one public report).
 */
export function judgeChunk(
	world: World,
	upload: Upload | undefined,
	headers: ChunkHeaders,
): ChunkDecision {
	const progress = upload === undefined ? undefined : progressOf.get(upload);
	if (upload === undefined || progress === undefined) return { refuse: 404 };
	upload.attempts++;
	if (upload.expiresAt <= world.clock.now()) return { refuse: 403 };
	const { totalChunkCount, videoSize } = upload;
	if (isFinal(progress.task) && upload.receivedBytes < videoSize) return { refuse: 404 };
	if (headers.contentRange === undefined) return { refuse: 416 };

	const [, first, last, total] =
		/^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.contentRange)?.map(Number) ?? [];
	if (first === undefined || last === undefined || total === undefined || last < first)
		return { refuse: 400 };
	const type = headers.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
	if (!CONTENT_TYPES.includes(type)) return { refuse: 400 };
	if (headers.contentLength === undefined || Number(headers.contentLength) !== last - first + 1)
		return { refuse: 400 };
	if (total !== videoSize) return { refuse: 416 };

	const repeated = upload.chunks.some((chunk) => chunk.first === first && chunk.last === last);
	if (repeated && world.rules.repeatedChunk === 'accepted') return { repeat: upload };
	const index = nextChunk(upload);
	const due = chunkRange(upload, index);
	if (index >= totalChunkCount || first !== due.first || last !== due.last) return { refuse: 416 };
	return { accept: upload, index };
}

/**
 * Takes in the bytes of a chunk. Nothing counts unless all of them arrive; an interrupted chunk leaves no trace.
 * @param body the chunk's bytes; fails when the client goes away
 * @param onBytes called with the number of bytes so far; returning a promise holds the flow back
 * @returns whether the chunk was complete and still wanted
 */
export async function receiveChunk(
	world: World,
	upload: Upload,
	index: number,
	contentType: string,
	body: AsyncIterable<Buffer>,
	onBytes: (count: number) => Promise<void> | undefined,
): Promise<boolean> {
	const progress = progressOf.get(upload);
	if (progress === undefined) return false;
	const { first, last } = chunkRange(upload, index);
	const length = last - first + 1;
	const put = ++progress.latestPut;
	const hash = progress.hash.copy();
	const inspector = progress.inspector.clone();
	let count = 0;
	for await (const piece of body) {
		hash.update(piece);
		inspector.push(piece);
		if (progress.descriptor !== undefined) await store(progress.descriptor, piece, first + count);
		count += piece.length;
		const hold = onBytes(count);
		if (hold !== undefined) await hold; // without a hold there is no wait for each piece
	}
	if (count !== length || put !== progress.latestPut || upload.expiresAt <= world.clock.now())
		return false;
	if (isFinal(progress.task)) return false;
	progress.hash = hash;
	progress.inspector = inspector;
	upload.receivedBytes += length;
	upload.sha256 = hash.copy().digest('hex');
	upload.chunks.push({ index, first, last, contentType, at: world.clock.now() });
	if (upload.receivedBytes === upload.videoSize) {
		closeUpload(upload);
		startProcessing(world, progress.task, inspector.verdict(world.rules));
	}
	return true;
}

async function store(descriptor: number, piece: Buffer, position: number): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		write(descriptor, piece, 0, piece.length, position, (error) =>
			error === null ? resolve() : reject(error),
		);
	});
}

/** The `Content-Range` of an answer, `bytes 0-<UPLOADED_BYTES>/<TOTAL>`; see the rule `uploadAnswerRange`. */
export function answerRange(world: World, upload: Upload): string {
	const shift = world.rules.uploadAnswerRange === 'count' ? 0 : 1;
	return `bytes 0-${upload.receivedBytes - shift}/${upload.videoSize}`;
}
