import type { IDataObject } from 'n8n-workflow';

import { cancelSignalOf } from '../../shared/context';
import { publishFailure } from '../../shared/api/status';
import { awaitVerdict } from './awaitVerdict';
import type { BegunPost, LedgerEntry } from './ledger';
import { toPostOutput, type PostContext, type PostOutput } from '../../shared/api/verdict';
import type { PublishStatus } from '../../shared/api/schemas/publish';
import type { Completion } from './fields/postOptions';
import { privacyLevels } from './fields/privacyLevel';
import type { Session } from '../session';

/**
 * The end of a posting operation: waits for the verdict if that is wanted, and words it.
 *
 * @param requested what was asked of TikTok, for the output
 * @throws TikTokError when TikTok gave the post up and the operation is to stop then
 */
export async function finish(
	{ context, client }: Session,
	post: Omit<PostContext, 'publishId'>,
	begun: BegunPost,
	completion: Completion,
	requested: IDataObject,
): Promise<PostOutput> {
	const { publishId, upload } = begun;
	const status: Partial<PublishStatus> & { status: string } = completion.waits
		? await awaitVerdict(client, {
				publishId,
				maxWaitMs: completion.maxWaitMs,
				untilPublic: completion.untilPublic && requested.privacy_level === privacyLevels.everyone,
				signal: cancelSignalOf(context),
			})
		: { status: begun.status };
	const output = toVerdict({ ...post, publishId }, status, completion.stopOnFailed);
	return {
		...output,
		uploaded_bytes: output.uploaded_bytes ?? upload?.plan.videoSize ?? null,
		requested,
	};
}

/**
 * @param stopOnFailed whether a post that TikTok gave up ends in a failure; otherwise the output explains it
 * @throws TikTokError then
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

/** The output for a Post Once key that was seen before: nothing was sent; what this process knows of the post is told. */
export function skipped(key: string, known?: LedgerEntry): IDataObject {
	const { publish_id, post_ids, post_url } = known?.output ?? {};
	return {
		publish_id: publish_id ?? known?.begun?.publishId ?? null,
		status: null,
		verdict: 'skipped',
		post_ids: post_ids ?? [],
		post_url: post_url ?? null,
		fail_reason: null,
		creator_username: known?.username ?? null,
		uploaded_bytes: null,
		post_once_key: key,
		skip_reason:
			publish_id || known?.begun
				? 'An item with this Post Once Key was posted before.'
				: 'An item with this Post Once Key came before; what became of it is not known here. If the TikTok app does not show the post, use the option Forget Post Once Key once.',
	};
}

/** The output for a post that another run with the same key has taken over: its upload here was stopped before its last bytes. */
export function leftToAnotherRun(key: string): IDataObject {
	return {
		...skipped(key),
		skip_reason:
			'Another run with this Post Once Key has taken this post over: see there what became of it. This one stopped before it sent anything that TikTok publishes.',
	};
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
