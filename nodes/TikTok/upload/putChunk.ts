import type { IExecuteFunctions } from 'n8n-workflow';

import type { UploadCode } from '../../shared/errors/codes';
import { networkDetail, neverReached } from '../../shared/errors/network';
import { rethrow } from '../../shared/errors/rethrow';
import { TikTokError } from '../../shared/errors/tikTokError';
import type { Chunk } from './chunkPlan';
import { holdingBackTheEnd } from './lastBytes';
import { endOnSilence } from './silence';
import type { Sending, Transfer } from './transfer';
import { uploadUrlMs } from './uploadHour';

/** How long nothing may move between n8n and the upload server, in ms. */
const silenceMs = 120_000;

/** The slowest line that a part from n8n's memory is given time for, in bytes a ms: its progress cannot be seen. */
const slowestLine = 20;

/**
 * Sends one chunk. The last one's end goes only after `beforeLastBytes`.
 *
 * @param tooSlow gives the failure once the hour of the upload URL surely will not do
 * @returns the failure, or undefined when TikTok has taken the chunk
 * @throws ParameterError when the source cannot be read to the end of the chunk; what `beforeLastBytes` throws
 */
export async function putChunk(
	context: IExecuteFunctions,
	transfer: Transfer,
	{ source, report, beforeLastBytes }: Sending,
	{ index, first, last }: Chunk,
	tooSlow: () => TikTokError | undefined,
): Promise<TikTokError | undefined> {
	const { plan, publishId } = transfer;
	const isLast = index === plan.chunkCount - 1;
	const bytes = last - first + 1;
	report(first);
	const readBefore = source.handedOut();
	let body = await source.read(first, last);
	const end: { isSent: boolean; refusal?: unknown } = { isSent: false };
	const allowEnd = async () => {
		await beforeLastBytes().catch((error: unknown) => {
			end.refusal = error;
			rethrow(error);
		});
		end.isSent = true;
	};
	try {
		if (isLast && Buffer.isBuffer(body)) await allowEnd();
		else if (isLast && !Buffer.isBuffer(body)) body = holdingBackTheEnd(body, allowEnd);
		const sent = body;
		const answer = (await endOnSilence(
			silenceMs + (Buffer.isBuffer(sent) ? bytes / slowestLine : 0),
			// How long a source may be silent is the source's affair.
			() => (source.isWaiting() ? undefined : source.handedOut()),
			context.getExecutionCancelSignal(),
			() => {
				// Of a part from n8n's memory it is not seen how much has gone.
				report(Buffer.isBuffer(sent) ? first : first + source.handedOut() - readBefore);
				return tooSlow() !== undefined;
			},
			async (abortSignal) =>
				await context.helpers.httpRequest({
					method: 'PUT',
					url: transfer.uploadUrl,
					body: sent,
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
		const { statusCode: httpStatus } = answer;
		if (httpStatus === (isLast ? 201 : 206)) return undefined;
		transfer.mayHaveArrived ||= end.isSent && !isRefusal(httpStatus);
		return new TikTokError({ code: uploadCode(httpStatus), httpStatus, publishId });
	} catch (error) {
		// A stream's own error reaches the HTTP client only.
		const own = end.refusal ?? source.defect();
		if (own !== undefined) return rethrow(own);
		transfer.mayHaveArrived ||= end.isSent && !neverReached(error);
		return (
			tooSlow() ??
			new TikTokError({ code: 'upload_unavailable', publishId, detail: networkDetail(error) })
		);
	} finally {
		// After an early answer the client leaves the body half read, and the next part reads the same source.
		if (!Buffer.isBuffer(body)) body.destroy();
	}
}

/** Whether the upload server says with this status that it has not taken the part; a gateway's time-out (408) does not say so. */
function isRefusal(status: number): boolean {
	return status >= 400 && status < 500 && status !== 408;
}

/**
 * The meaning of the upload server's statuses (https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide). A 201 or 206
 * at the wrong chunk is out of step as well.
 */
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
