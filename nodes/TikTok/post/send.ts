import { askStatus, publishFailure } from '../../shared/api/status';
import { verdictOf } from '../../shared/api/verdict';
import { ParameterError } from '../../shared/errors/parameterError';
import { rethrow } from '../../shared/errors/rethrow';
import { TikTokError } from '../../shared/errors/tikTokError';
import { inMb } from '../progress';
import type { UploadProgress } from '../upload/transfer';
import { LongerSourceError } from '../upload/source';
import { awaitArrival, outcomeUnknown, uploadChunks } from '../upload/uploadChunks';
import type { Session } from '../session';
import { openVideoOnce, type ItemRun } from './check';
import type { Post } from './ledger';
import { claimLastBytes } from './once';
import type { FileIdentity, PostState, SubmittedPost, UploadingPost } from './state';

/**
 * Asks TikTok how much of an upload has arrived that an earlier try has begun, before its file is opened again: all of it may be
 * there, and the file's link may have expired meanwhile.
 *
 * @throws TikTokError when TikTok does not say, or has given the post up
 */
export async function resume(
	{ client }: Session,
	uploading: UploadingPost,
): Promise<UploadingPost | SubmittedPost> {
	const { publishId, plan } = uploading;
	const status = await askStatus(client, publishId);
	// Not known to the status yet: the upload asks again where it has to.
	if (status instanceof TikTokError && status.code === 'invalid_publish_id') return uploading;
	const { uploadedBytes, arrived } = progressOf(publishId, status, plan.videoSize);
	uploading.uploadedBytes = uploadedBytes;
	return arrived ? submittedFrom(uploading) : uploading;
}

/**
 * Sends what TikTok lacks of the file. Its last bytes go only while the post has the right to them.
 *
 * @returns `submitted`; `new` where the file is another one by now, so that what was begun can never become whole
 * @throws what {@link uploadChunks} throws; TakenOverError when another run has the right to post it; ParameterError when there is no
 * usable file any more, and nothing of its end can have arrived
 */
export async function send(
	run: ItemRun,
	{ claim }: Post,
	uploading: UploadingPost,
): Promise<PostState> {
	const { context, client, progress: show } = run.session;
	const { publishId, plan, file } = uploading;
	const progress = async () =>
		progressOf(publishId, await askStatus(client, publishId), plan.videoSize);
	try {
		const { source, parameter, identity } = await openVideoOnce(run);
		if (!isSameFile(identity, file)) {
			if (uploading.mayHaveArrived) throw changedFile(parameter);
			return { kind: 'new' };
		}
		const beforeLastBytes = async () => {
			if (claim) await claimLastBytes(context, claim);
		};
		const report = (bytes: number) => show(() => uploaded(publishId, bytes, plan.videoSize));
		await uploadChunks(context, uploading, { source, progress, report, beforeLastBytes });
	} catch (error) {
		if (!(error instanceof ParameterError)) return rethrow(error);
		if (!uploading.mayHaveArrived) return await withRealSize(run, error);
		// What is wrong with the file says nothing of the bytes that are on their way.
		const signal = context.getExecutionCancelSignal();
		await awaitArrival(uploading, progress, outcomeUnknown(uploading, error.message), signal);
	}
	return submittedFrom(uploading);
}

function uploaded(publishId: string, bytes: number, size: number): string {
	const percent = Math.min(100, Math.floor((100 * bytes) / size));
	return `uploading ${publishId}: ${percent} % of ${inMb(size)}`;
}

/**
 * A file that is longer than its host has said: what was begun with the wrong size can never become whole.
 *
 * @throws `error` for anything else
 */
async function withRealSize({ video }: ItemRun, error: ParameterError): Promise<PostState> {
	const said = video?.source.size;
	if (!(error instanceof LongerSourceError) || !video) return rethrow(error);
	await video.source.measure();
	return video.source.size === said ? rethrow(error) : { kind: 'new' };
}

/**
 * A post of which nothing is left to be sent: the upload URL, a secret, is not needed any more.
 *
 * @param isAllSent whether TikTok surely has everything
 */
export function submittedFrom(uploading: UploadingPost, isAllSent = true): SubmittedPost {
	const { publishId, requested, username, media, warnings, plan } = uploading;
	return {
		kind: 'submitted',
		publishId,
		requested,
		username,
		media,
		warnings,
		status: 'PROCESSING_UPLOAD',
		videoSize: plan.videoSize,
		isAllSent,
	};
}

const isSameFile = (one: FileIdentity, other: FileIdentity): boolean =>
	one.size === other.size && one.digest === other.digest;

function changedFile(parameter: string): ParameterError {
	return new ParameterError(
		parameter,
		`The file of ‘${parameter}’ is another one than when its upload began`,
		'Look into the TikTok app before you post the new one: the first one may have arrived.',
	);
}

/** @throws TikTokError when the status cannot be had, or the post has failed meanwhile */
function progressOf(
	publishId: string,
	status: Awaited<ReturnType<typeof askStatus>>,
	videoSize: number,
): UploadProgress {
	if (status instanceof TikTokError) throw status;
	const verdict = verdictOf(status.status);
	if (verdict === 'failed') throw publishFailure(publishId, status);
	const uploadedBytes = Number(status.uploaded_bytes ?? 0);
	return { uploadedBytes, arrived: verdict !== 'processing' || uploadedBytes >= videoSize };
}
