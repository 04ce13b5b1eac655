import { cancelSignalOf } from '../../shared/context';
import type { PostOutput } from '../../shared/api/verdict';
import { TikTokError } from '../../shared/errors/tikTokError';
import { awaitVerdict, type WaitEnd } from './awaitVerdict';
import type { ItemRun } from './check';
import type { Completion } from './fields/postOptions';
import { privacyLevels } from './fields/privacyLevel';
import { toVerdict } from './output';
import { releasePhotos } from './photoHost';
import type { SubmittedPost } from './state';

/**
 * Waits for TikTok's verdict, if that is wanted, and words it.
 *
 * @throws TikTokError when TikTok gave the post up and the operation is to stop then, or refuses to tell the status; code
 * `upload_outcome_unknown` as long as it is not known whether the file has arrived
 */
export async function settle(
	{ session: { context, client, progress }, request: { media, completion } }: ItemRun,
	submitted: SubmittedPost,
): Promise<PostOutput> {
	const { publishId, requested, username, videoSize, hosted } = submitted;
	const known = { status: submitted.status };
	const { isAllSent } = submitted;
	const status =
		completion.waits || !isAllSent || hosted
			? await awaitVerdict(client, {
					publishId,
					known,
					// n8n may drop an execution's files as soon as it has ended.
					maxWaitMs: completion.waits || hosted ? completion.maxWaitMs : 0,
					until: waitEndOf(completion, requested.privacy_level),
					signal: cancelSignalOf(context),
					progress,
				})
			: known;
	if (status.status !== 'PROCESSING_DOWNLOAD') releasePhotos(hosted?.ids);
	const post = { publishId, media, username };
	const { warnings } = submitted;
	const output = toVerdict(post, status, completion.stopOnFailed, hosted, warnings);
	if (output.verdict === 'processing' && !isAllSent)
		throw new TikTokError({ code: 'upload_outcome_unknown', publishId });
	return {
		...output,
		uploaded_bytes: output.uploaded_bytes ?? videoSize ?? null,
		requested,
		...(submitted.media ? { media: submitted.media } : {}),
		...(warnings.length > 0 ? { warnings } : {}),
	};
}

function waitEndOf({ waits, untilPublic }: Completion, privacyLevel: unknown): WaitEnd {
	if (!waits) return 'downloaded';
	return untilPublic && privacyLevel === privacyLevels.everyone ? 'public' : 'verdict';
}
