/* eslint-disable @n8n/community-nodes/require-node-api-error -- the simulator is not a node */
import type { Answer } from '../api/answers';
import {
	answerRange,
	findUpload,
	judgeChunk,
	nextChunk,
	receiveChunk,
} from '../publishing/uploads';
import type { Upload } from '../model';
import type { Script } from '../scripting/script';
import type { World } from '../world';
import { GONE, pause, type Exchange } from './exchange';
import { piecesOf } from './pieces';

/** Errors have no body (public reports). */
const empty = (status: number): Answer => ({ status, headers: {} });

/**
 * 206 while more is expected, 201 after the last part, with the progress as a header:
 * https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide. The body is empty (public reports).
 */
const progress = (world: World, upload: Upload): Answer => ({
	status: upload.receivedBytes === upload.videoSize ? 201 : 206,
	headers: { 'Content-Range': answerRange(world, upload) },
});

/** PUT of one chunk to an upload URL, with faults and scripted answers. */
export async function receiveUpload(
	world: World,
	script: Script,
	exchange: Exchange,
): Promise<void> {
	const { faults } = script;
	const { call, request } = exchange;
	const upload = findUpload(world, exchange.query);
	const chunk = upload === undefined ? undefined : nextChunk(upload);
	if (upload !== undefined) call.accountId = world.tasks.get(upload.publishId)?.grant.account.id;

	const before = faults.take('upload', 'before', chunk);
	const early = before === undefined ? undefined : await exchange.strike(before, empty(500));
	if (early === GONE) return;
	if (early !== undefined) return exchange.send(early);

	const interceptor = script.interceptorFor(call);
	const scripted = await interceptor?.serve(call);
	if (interceptor !== undefined && interceptor.waitMs > 0) await pause(interceptor.waitMs);
	if (scripted !== undefined) {
		for await (const piece of piecesOf(request)) call.bodyBytes += piece.length;
		call.answeredBy = 'script';
		return exchange.send(scripted);
	}

	const {
		'content-type': contentType,
		'content-length': contentLength,
		'content-range': contentRange,
	} = call.headers;
	const decision = judgeChunk(world, upload, { contentType, contentLength, contentRange });
	if ('refuse' in decision) return exchange.send(empty(decision.refuse));
	if ('repeat' in decision) {
		for await (const piece of piecesOf(request)) call.bodyBytes += piece.length;
		return exchange.send(progress(world, decision.repeat));
	}

	const afterHeaders = faults.take('upload', 'after headers', decision.index);
	const stopped =
		afterHeaders === undefined ? undefined : await exchange.strike(afterHeaders, empty(500));
	if (stopped === GONE) return;
	if (stopped !== undefined) return exchange.send(stopped);

	await receive(world, script, exchange, decision.accept, decision.index);
}

async function receive(
	world: World,
	script: Script,
	exchange: Exchange,
	upload: Upload,
	index: number,
): Promise<void> {
	const { faults } = script;
	const { call, request } = exchange;
	const inside = faults.inBody('upload', index);
	let struck: Answer | typeof GONE | undefined;
	const onBytes = (count: number): Promise<void> | undefined => {
		call.bodyBytes = count;
		if (inside === undefined || inside.times === 0 || count < inside.at.bytes) return undefined;
		inside.times--;
		return exchange.strike(inside, empty(500)).then((result) => {
			if (result === undefined) return;
			struck = result;
			throw new InterruptedChunk();
		});
	};
	let complete = false;
	try {
		complete = await receiveChunk(
			world,
			upload,
			index,
			String(call.headers['content-type']),
			piecesOf(request),
			onBytes,
		);
	} catch (problem) {
		if (!(problem instanceof InterruptedChunk)) throw problem;
		if (struck !== undefined && struck !== GONE) exchange.send(struck);
		return;
	}
	// The whole upload must finish while its URL is valid; a task that has ended meanwhile takes nothing more.
	const late = upload.expiresAt <= world.clock.now() ? 403 : 416;
	const answer = complete ? progress(world, upload) : empty(late);
	const after = faults.take('upload', 'after body', index);
	const lost = after === undefined ? undefined : await exchange.strike(after, empty(500));
	if (lost !== GONE) exchange.send(lost ?? answer);
}

class InterruptedChunk extends Error {}
