import { cancelSignalOf } from '../../shared/context';
import type { PostOutput } from '../../shared/api/verdict';
import { TikTokError } from '../../shared/errors/tikTokError';
import { awaitVerdict } from './awaitVerdict';
import type { ItemRun } from './check';
import { privacyLevels } from './fields/privacyLevel';
import { toVerdict } from './output';
import type { SubmittedPost } from './state';

/**
 * Waits for TikTok's verdict, if that is wanted, and words it.
 *
 * @throws TikTokError when TikTok gave the post up and the operation is to stop then, or refuses to tell the status; code
 * `upload_outcome_unknown` as long as it is not known whether the file has arrived
 */
export async function settle(
	{ session: { context, client }, request: { media, completion } }: ItemRun,
	submitted: SubmittedPost,
): Promise<PostOutput> {
	const { publishId, requested, username, videoSize } = submitted;
	const known = { status: submitted.status };
	const { isAllSent } = submitted;
	const status =
		completion.waits || !isAllSent
			? await awaitVerdict(client, {
					publishId,
					known,
					maxWaitMs: completion.waits ? completion.maxWaitMs : 0,
					untilPublic: completion.untilPublic && requested.privacy_level === privacyLevels.everyone,
					signal: cancelSignalOf(context),
				})
			: known;
	const output = toVerdict({ publishId, media, username }, status, completion.stopOnFailed);
	if (output.verdict === 'processing' && !isAllSent)
		throw new TikTokError({ code: 'upload_outcome_unknown', publishId });
	return {
		...output,
		uploaded_bytes: output.uploaded_bytes ?? videoSize ?? null,
		requested,
		...(submitted.media ? { media: submitted.media } : {}),
		...(submitted.warnings.length > 0 ? { warnings: submitted.warnings } : {}),
	};
}
