import type { IDataObject } from 'n8n-workflow';

import { publishFailure } from '../../shared/api/status';
import { toPostOutput, type PostContext, type PostOutput } from '../../shared/api/verdict';
import type { SeenStatus } from './awaitVerdict';
import type { CheckedPost } from './check';
import { aboutHost, type HostedPhotos } from './photoHost';

/**
 * @param stopOnFailed whether a post that TikTok gave up ends in a failure; otherwise the output explains it
 * @param hosted where n8n lets TikTok fetch photos
 * @param warnings what TikTok had to judge: it may be why
 * @throws TikTokError then
 */
export function toVerdict(
	post: PostContext,
	status: SeenStatus,
	stopOnFailed: boolean,
	hosted?: HostedPhotos,
	warnings?: string[],
): PostOutput {
	const output = toPostOutput(post, status);
	if (output.verdict !== 'failed') return output;
	const verdict = publishFailure(post.publishId, status, warnings);
	const failure = hosted ? aboutHost(verdict, hosted) : verdict;
	if (stopOnFailed) throw failure;
	return {
		...output,
		fail_message: failure.message,
		fail_way_out: [failure.facts.detail, failure.explanation.wayOut].filter(Boolean).join(' '),
	};
}

/** The output of Validate Only: everything was checked, nothing was sent. */
export function validated({ body, username, warnings }: CheckedPost): IDataObject {
	return {
		verdict: 'validated',
		publish_id: null,
		creator_username: username ?? null,
		would_send: body,
		...(warnings.length > 0 ? { warnings } : {}),
	};
}

/** Why an item is skipped: what is known of the post that came before it. Nothing more is said than that. */
export const skipReasons = {
	published: 'An item with this Post Once Key was posted before.',
	in_inbox:
		'A draft with this Post Once Key was sent before: it lies in the inbox of the TikTok app, where its owner posts it.',
	processing:
		'An item with this Post Once Key was sent before, and TikTok is still processing it. Publish → Get Status tells what becomes of it.',
	failed:
		'TikTok has given up an earlier post with this Post Once Key, and another run is at work on it right now.',
	arrivalUnknown:
		'An item with this Post Once Key was sent before, and it is not known whether its last bytes have arrived. If the TikTok app does not show the post within an hour, use the option Forget Post Once Key once.',
	underWay: 'Another run is posting an item with this Post Once Key right now.',
	notAsked:
		'An item with this Post Once Key was sent before. TikTok could not be asked just now what became of it: Publish → Get Status tells.',
	startUnknown:
		'An item with this Post Once Key came before, and TikTok’s answer to it was lost: it is not known whether the post was started. If the TikTok app does not show it, use the option Forget Post Once Key once.',
	unknownHere:
		'An item with this Post Once Key came before; what became of it is not known here. If the TikTok app does not show the post, use the option Forget Post Once Key once.',
	takenOver:
		'Another run with this Post Once Key has taken this post over: see there what became of it. This one stopped before it sent anything that TikTok publishes.',
} as const;

/**
 * The output for an item whose Post Once Key was seen before: nothing was sent.
 *
 * @param known what TikTok says of the post, where it is known here
 */
export function skipped(
	key: string,
	reason: keyof typeof skipReasons,
	known: Partial<PostOutput> = {},
): IDataObject {
	return {
		verdict: 'skipped',
		post_url: known.post_url ?? null,
		publish_id: known.publish_id ?? null,
		status: known.status ?? null,
		post_ids: known.post_ids ?? [],
		fail_reason: known.fail_reason ?? null,
		creator_username: known.creator_username ?? null,
		uploaded_bytes: null,
		post_once_key: key,
		skip_reason: skipReasons[reason],
	};
}
