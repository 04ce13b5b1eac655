import type { IExecuteFunctions } from 'n8n-workflow';

import { delayBeforeRetry } from '../../shared/api/retry';
import { throwIfCancelled, wait } from '../../shared/async/wait';
import { rethrow } from '../../shared/errors/rethrow';
import { TikTokError } from '../../shared/errors/tikTokError';
import { chunkAt, nextChunkAfter } from './chunkPlan';
import { putChunk } from './putChunk';
import type { Sending, Transfer } from './transfer';
import { watchHour } from './uploadHour';

/** Pauses while TikTok's status does not know an upload that was just begun (one field report), in ms. */
const unknownAtFirstMs = [1_000, 2_000, 4_000];

/**
 * Where the other side is away, a try that took so long before it came to nothing counts as four, in ms: an upload whose server does not
 * answer at all is given up after four tries, each of which has waited out the longest silence.
 */
const silentTryMs = 100_000;

/** How TikTok is asked whether an upload has arrived whose server no longer knows it: its status may lag behind. Pauses in ms. */
const lagMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Sends the chunks in order. When an answer is lost or out of step, TikTok's own progress decides where to go on, so no
 * bytes that TikTok has are sent again and the same `publish_id` is kept
 * (https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide). Where the network or the upload server is away, it goes on
 * trying for minutes, as long as the upload URL works.
 *
 * @throws TikTokError when the upload cannot go on; ParameterError when the source cannot be read to its end; what `beforeLastBytes`
 * throws
 */
export async function uploadChunks(
	context: IExecuteFunctions,
	transfer: Transfer,
	sending: Sending,
): Promise<void> {
	const { plan } = transfer;
	const { source } = sending;
	const signal = context.getExecutionCancelSignal();
	let index = nextChunkAfter(plan, transfer.uploadedBytes);
	let attempt = 1;
	// A server that confirms a part and has lost it at the next would otherwise get both again without end.
	let farthest = index;
	let tooSlow = watchHour(transfer, source, index);
	const goOnAt = (next: number) => {
		attempt = next > farthest ? 1 : attempt;
		farthest = Math.max(farthest, next);
		index = next;
	};
	while (index < plan.chunkCount) {
		const triedAt = Date.now();
		const failure = await putChunk(context, transfer, sending, chunkAt(plan, index), tooSlow);
		if (!failure) {
			goOnAt(index + 1);
			continue;
		}
		throwIfCancelled(signal);
		if (isLastWord(failure)) return await endWith(failure, transfer, sending.progress, signal);
		// The upload URL lives for an hour, so there is time where the other side is away; not where both sides disagree.
		const patience = failure.code === 'upload_unavailable' ? 'upload' : 'call';
		let next: number | TikTokError = failure;
		if (patience === 'upload' && Date.now() - triedAt > silentTryMs) attempt += 3;
		while (next instanceof TikTokError) {
			const delayMs = delayBeforeRetry(next, attempt, Math.random(), patience);
			if (delayMs === undefined) throw next;
			// No attempt can come in time any more.
			if (Date.now() + delayMs >= transfer.expiresAt) {
				const expired = new TikTokError({ code: 'upload_expired', publishId: transfer.publishId });
				return await endWith(expired, transfer, sending.progress, signal);
			}
			context.logger.info(
				`TikTok upload of ${transfer.publishId}, part ${index + 1} of ${plan.chunkCount}: ${next.code}, next attempt in ${Math.round(delayMs / 1000)} s`,
			);
			await wait(delayMs, signal);
			attempt += 1;
			next = await whereToGoOn(transfer, sending.progress, signal);
			const goesOn = patience === 'upload' && mayPass(next);
			if (next instanceof TikTokError && !goesOn) throw next;
		}
		goOnAt(next);
		// Minutes of silence, after which a part was given up, say nothing of the line's speed.
		tooSlow = watchHour(transfer, source, index);
	}
}

/** Whether the upload server has said its last word: it will not take this upload's parts any more. */
function isLastWord({ code }: TikTokError): boolean {
	return ['upload_expired', 'upload_unknown', 'upload_too_slow', 'upload_malformed'].includes(code);
}

/**
 * An upload that is gone may be one that is through, where the answer to its last bytes was lost. Where they cannot have arrived, TikTok
 * is asked once all the same.
 *
 * @returns when everything has arrived after all
 * @throws TikTokError the failure where the video surely did not arrive; `upload_outcome_unknown` where that is not known
 */
async function endWith(
	failure: TikTokError,
	transfer: Transfer,
	progress: Sending['progress'],
	signal: AbortSignal | undefined,
): Promise<void> {
	if (transfer.mayHaveArrived) {
		const unknown = outcomeUnknown(
			transfer,
			`What the upload server said last: ${failure.code}.`,
			failure,
		);
		return await awaitArrival(transfer, progress, unknown, signal);
	}
	if (failure.code === 'upload_malformed') throw failure;
	const asked = await whereToGoOn(transfer, progress, signal);
	if (asked === transfer.plan.chunkCount) return;
	// A publish id that TikTok does not know is no post either.
	throw asked instanceof TikTokError && asked.code !== 'invalid_publish_id' ? asked : failure;
}

/** The failure for an upload that cannot go on, and whose last bytes may have arrived. */
export function outcomeUnknown(
	{ publishId }: Transfer,
	detail: string,
	failure?: TikTokError,
): TikTokError {
	const { httpStatus } = failure?.facts ?? {};
	return new TikTokError({ code: 'upload_outcome_unknown', publishId, httpStatus, detail });
}

/**
 * Asks TikTok for about a minute whether an upload has arrived whose last answer was lost: its status may lag behind.
 *
 * @returns when everything has arrived
 * @throws TikTokError `unknown` where TikTok's status does not tell; why TikTok has given the post up
 */
export async function awaitArrival(
	transfer: Transfer,
	progress: Sending['progress'],
	unknown: TikTokError,
	signal: AbortSignal | undefined,
): Promise<void> {
	for (const pauseMs of [0, ...lagMs]) {
		await wait(pauseMs, signal);
		const asked = await whereToGoOn(transfer, progress, signal);
		if (asked === transfer.plan.chunkCount) return;
		if (asked instanceof TikTokError && !mayPass(asked)) break;
	}
	throw unknown;
}

const mayPass = (asked: unknown): boolean =>
	asked instanceof TikTokError && asked.explanation.retry !== 'never';

/** @returns the index of the next chunk to send; the count of chunks when everything has arrived; why TikTok could not be asked */
async function whereToGoOn(
	transfer: Transfer,
	progress: Sending['progress'],
	signal: AbortSignal | undefined,
): Promise<number | TikTokError> {
	const { plan } = transfer;
	for (let asked = 0; ; asked++) {
		try {
			const { uploadedBytes, arrived } = await progress();
			transfer.uploadedBytes = uploadedBytes;
			return arrived ? plan.chunkCount : nextChunkAfter(plan, uploadedBytes);
		} catch (error) {
			if (!(error instanceof TikTokError)) return rethrow(error);
			// TikTok has given the post up: there is nothing to go on with.
			if (error.facts.isFailReason) return rethrow(error);
			const isUnknown = error.code === 'invalid_publish_id';
			if (!isUnknown || asked === unknownAtFirstMs.length) return error;
			await wait(unknownAtFirstMs[asked], signal);
		}
	}
}
