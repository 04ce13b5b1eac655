import type { IExecuteFunctions } from 'n8n-workflow';

import { throwIfCancelled, wait } from '../../shared/async/wait';
import { delayBeforeRetry } from '../../shared/api/retry';
import type { UploadCode } from '../../shared/errors/codes';
import { TikTokError } from '../../shared/errors/tikTokError';
import { networkDetail } from '../../shared/errors/network';
import { chunkAt, nextChunkAfter, type Chunk, type ChunkPlan } from './chunkPlan';
import { endOnSilence } from './silence';
import type { VideoSource } from './source';
import { cannotFinish, uploadUrlMs } from './uploadHour';

/** How long nothing may move between n8n and the upload server, in ms. */
const silenceMs = 120_000;

/** The slowest line that a part from n8n's memory is given time for, in bytes a ms: its progress cannot be seen. */
const slowestLine = 20;

/** Pauses while TikTok's status does not know an upload that was just begun (T§8, one field report), in ms. */
const unknownAtFirstMs = [1_000, 2_000, 4_000];

/** What TikTok says about an upload under way (reference T§8). */
export interface UploadProgress {
	uploadedBytes: number;
	/** Whether everything is there: TikTok has begun to process it, or is done with it. */
	arrived: boolean;
}

export interface Upload {
	source: VideoSource;
	plan: ChunkPlan;
	/** Pre-signed; a secret. */
	uploadUrl: string;
	/** When the URL stops to work, in UTC ms. */
	expiresAt: number;
	publishId: string;
	/** Asks TikTok how much has arrived. */
	progress: () => Promise<UploadProgress>;
	/** What TikTok has of the video from an earlier try, in bytes. */
	uploadedBytes: number;
}

/**
 * Sends the chunks in order. When an answer is lost or out of step, TikTok's own progress decides where to go on, so no
 * bytes that TikTok has are sent again and the same `publish_id` is kept (T§7.2).
 *
 * @throws TikTokError when the upload cannot go on; ParameterError when the source has fewer bytes than it said
 */
export async function uploadChunks(context: IExecuteFunctions, upload: Upload): Promise<void> {
	const { source, plan } = upload;
	const signal = context.getExecutionCancelSignal();
	let index = nextChunkAfter(plan, upload.uploadedBytes);
	let tooSlow = watchHour(upload, index);
	let attempt = 1;
	// A server that confirms a part and has lost it at the next would otherwise get both again without end.
	let farthest = index;
	const goOnAt = (next: number) => {
		attempt = next > farthest ? 1 : attempt;
		farthest = Math.max(farthest, next);
		index = next;
	};
	while (index < plan.chunkCount) {
		const failure = await putChunk(context, upload, chunkAt(plan, index), tooSlow);
		if (!failure) {
			goOnAt(index + 1);
			continue;
		}
		throwIfCancelled(signal);
		const defect = source.defect();
		if (defect && !defect.isPassing) throw defect.error;
		const delayMs = delayBeforeRetry(failure, attempt, Math.random());
		if (delayMs === undefined) {
			// An upload that is gone may be one that is through: its last answer was lost.
			const isGone = ['upload_expired', 'upload_unknown', 'upload_too_slow'].includes(failure.code);
			if (isGone && (await whereToGoOn(upload, signal)) === plan.chunkCount) return;
			throw defect?.error ?? failure;
		}
		context.logger.debug(
			`TikTok upload, part ${index + 1}: ${failure.code}, next attempt in ${delayMs} ms`,
		);
		await wait(delayMs, signal);
		attempt += 1;
		goOnAt(await whereToGoOn(upload, signal));
		// Minutes of silence, after which a part was given up, say nothing of the line's speed.
		tooSlow = watchHour(upload, index);
	}
}

/** @returns the index of the next chunk to send; the count of chunks when everything has arrived */
async function whereToGoOn(
	{ plan, progress }: Upload,
	signal: AbortSignal | undefined,
): Promise<number> {
	for (let asked = 0; ; asked++) {
		try {
			const { uploadedBytes, arrived } = await progress();
			return arrived ? plan.chunkCount : nextChunkAfter(plan, uploadedBytes);
		} catch (error) {
			const isUnknown = error instanceof TikTokError && error.code === 'invalid_publish_id';
			if (!isUnknown || asked === unknownAtFirstMs.length) return await Promise.reject(error);
			await wait(unknownAtFirstMs[asked], signal);
		}
	}
}

/**
 * Watches the hour of the upload URL, so that a transfer which cannot finish does not run to its end.
 *
 * @param next the index of the next chunk to send
 * @returns a function that gives the failure once that is certain
 */
function watchHour(
	{ source, plan, publishId, expiresAt }: Upload,
	next: number,
): () => TikTokError | undefined {
	const [beganAt, readBefore] = [Date.now(), source.handedOut()];
	return () => {
		const [elapsedMs, leftMs] = [Date.now() - beganAt, expiresAt - Date.now()];
		const sentBytes = source.handedOut() - readBefore;
		const leftBytes = plan.videoSize - next * plan.chunkSize - sentBytes;
		if (leftMs <= 0 || !cannotFinish({ sentBytes, elapsedMs, leftBytes, leftMs })) return undefined;
		const [sentMb, allMb] = [sentBytes, sentBytes + leftBytes].map((bytes) =>
			(bytes / 1e6).toFixed(1),
		);
		const [minutes, left] = [elapsedMs, leftMs].map((ms) => Math.round(ms / 60_000));
		return new TikTokError({
			code: 'upload_too_slow',
			publishId,
			detail: `In ${minutes} minutes ${sentMb} of ${allMb} MB went through, and ${left} minutes are left.`,
		});
	};
}

/** @returns the failure, or undefined when TikTok has taken the chunk */
async function putChunk(
	context: IExecuteFunctions,
	{ source, plan, uploadUrl, publishId }: Upload,
	{ index, first, last }: Chunk,
	tooSlow: () => TikTokError | undefined,
): Promise<TikTokError | undefined> {
	const isLast = index === plan.chunkCount - 1;
	const bytes = last - first + 1;
	const body = await source.read(first, last).catch((error: unknown) => {
		if (source.defect()?.isPassing) return undefined;
		return Promise.reject(error);
	});
	if (body === undefined) return new TikTokError({ code: 'upload_unavailable', publishId });
	try {
		const answer = (await endOnSilence(
			silenceMs + (Buffer.isBuffer(body) ? bytes / slowestLine : 0),
			() => source.handedOut(),
			context.getExecutionCancelSignal(),
			() => tooSlow() !== undefined,
			async (abortSignal) =>
				await context.helpers.httpRequest({
					method: 'PUT',
					url: uploadUrl,
					body,
					headers: {
						'Content-Type': source.mimeType,
						'Content-Length': bytes,
						'Content-Range': `bytes ${first}-${last}/${plan.videoSize}`,
					},
					// Without it the HTTP client keeps the whole body in memory, in case it has to follow a redirect.
					disableFollowRedirect: true,
					ignoreHttpStatusErrors: true,
					returnFullResponse: true,
					encoding: 'arraybuffer',
					// It counts the whole transfer.
					timeout: uploadUrlMs,
					abortSignal,
				}),
		)) as { statusCode: number };
		if (answer.statusCode === (isLast ? 201 : 206)) return undefined;
		return new TikTokError({
			code: uploadCode(answer.statusCode),
			httpStatus: answer.statusCode,
			publishId,
		});
	} catch (error) {
		return (
			tooSlow() ??
			new TikTokError({
				code: 'upload_unavailable',
				publishId,
				detail: networkDetail(error),
			})
		);
	} finally {
		// After an early answer the client leaves the body half read, and the next part reads the same source.
		if (!Buffer.isBuffer(body)) body.destroy();
	}
}

/** The meaning of the upload server's statuses (T§7.2). A 201 or 206 at the wrong chunk is out of step as well. */
function uploadCode(status: number): UploadCode {
	switch (status) {
		case 400:
			return 'upload_malformed';
		case 403:
			return 'upload_expired';
		case 404:
			return 'upload_unknown';
		case 201:
		case 206:
		case 416:
			return 'upload_out_of_step';
		default:
			return 'upload_unavailable';
	}
}

/**
 * The upload address is TikTok's word, from an answer that came over TLS, and no token goes there: it is used as it is. TikTok has
 * more upload servers than its documentation names (`open-upload.tiktokapis.us` takes every upload of some regions), so there is no
 * list of them. Refused is only what no public server has: another scheme than https, a port or a user of its own, an IP address, a
 * name without a dot or under `localhost`.
 *
 * @throws TikTokError for such an address; nothing was sent there
 */
export function requireUploadUrl(uploadUrl: string, publishId: string): string {
	const { protocol, hostname, port, username, password } = new URL(uploadUrl);
	const isPlain = protocol === 'https:' && port === '' && username === '' && password === '';
	if (isPlain && isPublicName(hostname)) return uploadUrl;
	throw new TikTokError({
		code: 'answer_unreadable',
		publishId,
		detail: 'The upload address in it is not one of a public server.',
	});
}

/** @param hostname of a parsed URL: IPv4 addresses come out as four numbers, IPv6 addresses in brackets */
function isPublicName(hostname: string): boolean {
	const labels = hostname.replace(/\.$/, '').split('.');
	const last = labels[labels.length - 1];
	return (
		labels.length > 1 && !/^\d+$/.test(last) && !hostname.startsWith('[') && last !== 'localhost'
	);
}
