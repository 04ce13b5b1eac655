import type { IDataObject } from 'n8n-workflow';

import { endpoints, type Endpoint } from '../../shared/api/endpoints';
import { ParameterError } from '../../shared/errors/parameterError';
import { TikTokError } from '../../shared/errors/tikTokError';
import { askStatus, publishFailure } from '../../shared/api/status';
import type { BegunPost, LedgerEntry } from './ledger';
import { claimLastBytes } from './once';
import { verdictOf } from '../../shared/api/verdict';
import type { pullInitSchema, uploadInitSchema } from '../../shared/api/schemas/publish';
import { planChunks } from '../upload/chunkPlan';
import { withHeldBackEnd } from '../upload/heldBackEnd';
import type { VideoSource } from '../upload/source';
import { requireUploadUrl, uploadChunks, type UploadProgress } from '../upload/uploadChunks';
import { uploadUrlMs } from '../upload/uploadHour';
import type { UploadInput, VideoInput } from './fields/videoSource';
import type { Session } from '../session';

/** The init endpoints of one kind of video post, by where the bytes come from. */
interface InitEndpoints {
	upload: Endpoint<typeof uploadInitSchema>;
	pull: Endpoint<typeof pullInitSchema>;
}

export const directPostInit: InitEndpoints = {
	upload: endpoints.directPostByUpload,
	pull: endpoints.directPostByPull,
};

export const draftInit: InitEndpoints = {
	upload: endpoints.draftByUpload,
	pull: endpoints.draftByPull,
};

/** `source_info` of an init (reference T§4.2). */
export function sourceInfo(input: VideoInput): IDataObject {
	if (input.kind === 'pull') return { source: 'PULL_FROM_URL', video_url: input.url };
	const { videoSize, chunkSize, chunkCount } = planOf(input.source);
	return {
		source: 'FILE_UPLOAD',
		video_size: videoSize,
		chunk_size: chunkSize,
		total_chunk_count: chunkCount,
	};
}

const planOf = ({ size, preferredChunk }: VideoSource) => planChunks(size, preferredChunk);

/**
 * Init, and the upload where n8n has the bytes. From the init on, the publish id is the post: when the item is run again
 * in the same execution, its upload goes on where TikTok has it.
 *
 * @param entry the item's post; filled in here
 * @throws TakenOver when another run has taken the item's Post Once key over
 */
export async function beginVideo(
	session: Session,
	entry: LedgerEntry,
	input: VideoInput,
	init: InitEndpoints,
	body: IDataObject,
): Promise<BegunPost> {
	if (input.kind === 'pull') return await beginByPull(session, entry, init.pull, body);
	entry.begun ??= await initUpload(session, input.source, init.upload, body);
	await sendFile(session, entry, input, entry.begun);
	return entry.begun;
}

/** Init of a post whose media TikTok downloads itself. */
export async function beginByPull(
	{ context, client }: Session,
	entry: LedgerEntry,
	endpoint: InitEndpoints['pull'],
	body: IDataObject,
): Promise<BegunPost> {
	if (entry.begun) return entry.begun;
	const { claim } = entry;
	// Not before: a run may be stopped while it waits for TikTok's minute, and then has begun nothing.
	const before = async () => {
		if (claim) await claimLastBytes(context, claim);
	};
	const { publish_id: publishId } = await client.call(endpoint, { body, before });
	entry.begun = { publishId, status: 'PROCESSING_DOWNLOAD' };
	return entry.begun;
}

async function initUpload(
	{ client }: Session,
	source: VideoSource,
	endpoint: InitEndpoints['upload'],
	body: IDataObject,
): Promise<BegunPost> {
	const { publish_id: publishId, upload_url } = await client.call(endpoint, { body });
	const url = requireUploadUrl(upload_url, publishId);
	const expiresAt = Date.now() + uploadUrlMs;
	const upload = { url, expiresAt, plan: planOf(source), complete: false, uploadedBytes: 0 };
	return { publishId, status: 'PROCESSING_UPLOAD', upload };
}

/**
 * Asks TikTok how much of an upload that broke off has arrived, before its file is opened again: all of it may be there, and
 * the file's link may have expired meanwhile.
 *
 * @throws TikTokError when TikTok does not say, or has given the post up
 */
export async function noteArrival(
	{ client }: Session,
	{ publishId, upload }: BegunPost,
): Promise<void> {
	if (!upload || upload.complete) return;
	const status = await askStatus(client, publishId);
	// Not known to the status yet (T§8): the upload asks again where it has to.
	if (status instanceof TikTokError && status.code === 'invalid_publish_id') return;
	const { uploadedBytes, arrived } = progressOf(publishId, status, upload.plan.videoSize);
	upload.uploadedBytes = uploadedBytes;
	upload.complete = arrived;
}

async function sendFile(
	{ context, client }: Session,
	entry: LedgerEntry,
	{ source: file, parameter }: UploadInput,
	{ publishId, upload }: BegunPost,
): Promise<void> {
	if (!upload || upload.complete) return;
	const { plan, url: uploadUrl, expiresAt, uploadedBytes } = upload;
	if (file.size !== plan.videoSize) throw changedFile(parameter, file.size, plan.videoSize);
	const { claim } = entry;
	const source = claim
		? withHeldBackEnd(file, async () => await claimLastBytes(context, claim))
		: file;
	const progress = async () =>
		progressOf(publishId, await askStatus(client, publishId), plan.videoSize);
	await uploadChunks(context, {
		source,
		plan,
		uploadUrl,
		expiresAt,
		publishId,
		progress,
		uploadedBytes,
	});
	upload.complete = true;
	// A secret that is not needed any more.
	upload.url = '';
}

function changedFile(parameter: string, size: number, sizeBefore: number): ParameterError {
	return new ParameterError(
		parameter,
		`The file of ‘${parameter}’ has ${size} bytes now and had ${sizeBefore} when its upload began`,
		'The upload that was begun cannot go on with another file. Nothing was published; run the workflow anew.',
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
