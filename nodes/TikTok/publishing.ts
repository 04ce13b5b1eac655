import type { IDataObject } from 'n8n-workflow';

import { cancelSignalOf } from '../shared/context';
import { TikTokFailure } from '../shared/errors/failures';
import { askStatus, awaitVerdict, publishFailure } from '../shared/publish/awaitVerdict';
import { toPostOutput, verdictOf, type PostContext, type PostOutput } from '../shared/publish/verdict';
import { endpoints, type Endpoint } from '../shared/api/endpoints';
import type { PublishStatus, pullInitSchema, uploadInitSchema } from '../shared/schemas/publish';
import { planChunks } from '../shared/upload/chunkPlan';
import type { VideoSource } from '../shared/upload/source';
import { requireUploadUrl, uploadChunks, type UploadProgress } from '../shared/upload/uploadChunks';
import type { VideoInput } from './actions/video/videoSource';
import type { Completion } from './postFields/postOptions';
import type { Session } from './session';

/** A post that TikTok has taken on. */
export interface Begun {
	publishId: string;
	/** What TikTok calls it before anyone has asked. */
	status: 'PROCESSING_UPLOAD' | 'PROCESSING_DOWNLOAD';
	uploadedBytes?: number;
}

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

/** Init, and the upload where n8n has the bytes. From the init on, the publish id is the post. */
export async function beginVideo(
	{ context, client }: Session,
	input: VideoInput,
	init: InitEndpoints,
	body: IDataObject,
): Promise<Begun> {
	if (input.kind === 'pull') {
		const { publish_id: publishId } = await client.call(init.pull, { body });
		return { publishId, status: 'PROCESSING_DOWNLOAD' };
	}
	const { source } = input;
	const plan = planOf(source);
	const { publish_id: publishId, upload_url } = await client.call(init.upload, { body });
	await uploadChunks(context, {
		source,
		plan,
		uploadUrl: requireUploadUrl(upload_url, publishId),
		publishId,
		progress: async () => progressOf(publishId, await askStatus(client, publishId), plan.videoSize),
	});
	return { publishId, status: 'PROCESSING_UPLOAD', uploadedBytes: plan.videoSize };
}

/** @throws TikTokFailure when the status cannot be had, or the post has failed meanwhile */
function progressOf(
	publishId: string,
	status: PublishStatus | TikTokFailure,
	videoSize: number,
): UploadProgress {
	if (status instanceof TikTokFailure) throw status;
	const verdict = verdictOf(status.status);
	if (verdict === 'failed') throw publishFailure(publishId, status);
	const uploadedBytes = Number(status.uploaded_bytes ?? 0);
	return { uploadedBytes, arrived: verdict !== 'processing' || uploadedBytes >= videoSize };
}

/**
 * The end of a posting operation: waits for the verdict if that is wanted, and words it.
 *
 * @param requested what was asked of TikTok, for the output
 * @throws TikTokFailure when TikTok gave the post up and the operation is to stop then
 */
export async function finish(
	{ context, client }: Session,
	post: Omit<PostContext, 'publishId'>,
	begun: Begun,
	completion: Completion,
	requested: IDataObject,
): Promise<PostOutput> {
	const { publishId, uploadedBytes } = begun;
	const status: Partial<PublishStatus> & { status: string } = completion.waits
		? await awaitVerdict(client, {
				publishId,
				maxWaitMs: completion.maxWaitMs,
				untilPublic: completion.untilPublic && requested.privacy_level === 'PUBLIC_TO_EVERYONE',
				signal: cancelSignalOf(context),
			})
		: { status: begun.status };
	const output = toVerdict({ ...post, publishId }, status, completion.stopOnFailed);
	return { ...output, uploaded_bytes: output.uploaded_bytes ?? uploadedBytes ?? null, requested };
}

/**
 * @param stopOnFailed whether a post that TikTok gave up ends in a failure; otherwise the output explains it
 * @throws TikTokFailure then
 */
export function toVerdict(
	post: PostContext,
	status: Partial<PublishStatus> & { status: string },
	stopOnFailed: boolean,
): PostOutput {
	const output = toPostOutput(post, status);
	if (output.verdict !== 'failed') return output;
	const failure = publishFailure(post.publishId, { ...status, publicaly_available_post_id: [] });
	if (stopOnFailed) throw failure;
	return { ...output, fail_message: failure.message, fail_way_out: failure.explanation.wayOut };
}

/** The output of Validate Only: everything was checked, nothing was sent. */
export function validated(body: IDataObject, username?: string): IDataObject {
	return {
		publish_id: null,
		verdict: 'validated',
		creator_username: username ?? null,
		would_send: body,
	};
}
