import { rethrow } from '../../shared/errors/rethrow';
import { rememberSecrets } from '../../shared/errors/secrets';
import { requireUploadUrl } from '../upload/uploadUrl';
import { uploadUrlMs } from '../upload/uploadHour';
import { checkPost, openVideoOnce, planOf, type ItemRun } from './check';
import type { PostSource, UploadInit } from './fields/postSource';
import type { Post } from './ledger';
import { claimLastBytes } from './once';
import { mediaOutput } from './openVideo';
import { aboutHost, readPhotoHost, signPhotos } from './photoHost';
import type { BegunPost, SubmittedPost, UploadingPost } from './state';

/**
 * Checks the post and makes its init call. From then on the publish id is the post.
 *
 * @returns `uploading` where n8n sends the file; `submitted` where TikTok downloads the media
 * @throws what {@link checkPost} throws; TikTokError when TikTok refuses, code `outcome_unknown` when the post may have been started;
 * TakenOverError when another run has the right to post it
 */
export async function begin(run: ItemRun, post: Post): Promise<UploadingPost | SubmittedPost> {
	const { source, requested } = run.request;
	const { body, username, warnings, hosted } = await checkPost(run);
	const about = { requested, username, warnings, hosted };
	return source.kind === 'pull'
		? await beginPull(run, post, source, body, about)
		: await beginUpload(run, source.init, body, about);
}

type About = Omit<BegunPost, 'publishId'>;
type Body = Awaited<ReturnType<typeof checkPost>>['body'];

/** Nothing appears before the bytes are there, so the client may repeat an init whose answer was lost. */
async function beginUpload(
	run: ItemRun,
	init: UploadInit,
	body: Body,
	about: About,
): Promise<UploadingPost> {
	const video = await openVideoOnce(run);
	const answer = await run.session.client.call(init, { body });
	rememberSecrets(answer.upload_url, new URL(answer.upload_url).searchParams.get('upload_token'));
	return {
		...about,
		kind: 'uploading',
		publishId: answer.publish_id,
		media: mediaOutput(video),
		file: video.identity,
		plan: planOf(video.source),
		uploadUrl: requireUploadUrl(answer.upload_url, answer.publish_id),
		expiresAt: Date.now() + uploadUrlMs,
		uploadedBytes: 0,
		mayHaveArrived: false,
	};
}

/** The init itself starts the post, so it is what the right to send the last bytes is needed for. */
async function beginPull(
	{ session: { context, client }, itemIndex }: ItemRun,
	{ claim }: Post,
	{ init, sourceInfo, photos }: Extract<PostSource, { kind: 'pull' }>,
	checked: Body,
	about: About,
): Promise<SubmittedPost> {
	const { hosted } = about;
	const host = hosted && (await readPhotoHost(context));
	const body = { ...checked, source_info: { ...sourceInfo } };
	let ids: string[] | undefined;
	// Not before: a run may be stopped while it waits for TikTok's minute, and then has begun nothing.
	const before = async () => {
		// Their time begins with the init.
		if (host && photos?.kind === 'files') {
			const signed = signPhotos(context, itemIndex, photos.fields, host);
			body.source_info.photo_images = signed.map(({ address }) => address);
			ids = signed.map(({ id }) => id);
		}
		if (claim) await claimLastBytes(context, claim);
	};
	const { publish_id: publishId } = await client
		.call(init, { body, before })
		.catch((error: unknown) => rethrow(hosted ? aboutHost(error, hosted) : error));
	return {
		...about,
		hosted: hosted && { ...hosted, ids },
		kind: 'submitted',
		publishId,
		status: 'PROCESSING_DOWNLOAD',
		isAllSent: true,
	};
}
