import type { IDataObject } from 'n8n-workflow';

import { simplifyVideo } from '../shared/api/simplifyVideo';
import { publishFailure } from '../shared/api/status';
import { toPostOutput, type PostContext } from '../shared/api/verdict';
import type { TikTokError } from '../shared/errors/tikTokError';
import type { PublishStatus } from '../shared/api/schemas/publish';
import type { Video } from '../shared/api/schemas/video';

/** The ten fields of a new post that matter when it appears: https://developers.tiktok.com/doc/tiktok-api-v2-video-object */
export function simplifyPost(video: Video): IDataObject {
	const { id, title, created_at, share_url, ...counts } = simplifyVideo(video);
	const { view_count, like_count, comment_count, share_count } = counts;
	const { cover_image_url = null, is_aigc = null } = video as IDataObject;
	return {
		id,
		title,
		created_at,
		share_url,
		cover_image_url,
		is_aigc,
		view_count,
		like_count,
		comment_count,
		share_count,
	};
}

/** How a post stands, in the words of the TikTok node. */
export function postStatus(post: PostContext, status: PublishStatus): IDataObject {
	const known = toPostOutput(post, status);
	const output = { ...known, is_final: known.verdict !== 'processing' };
	if (output.verdict !== 'failed') return output;
	return { ...output, ...explained(publishFailure(post.publishId, status)) };
}

/** A post that is not watched any longer; its last status, which may be final except for what was waited for. */
export function expiredPost(post: PostContext, status: PublishStatus, hours: number): IDataObject {
	return {
		...toPostOutput(post, status),
		is_final: false,
		fail_message: `What was waited for did not happen within ${hours} hours`,
		fail_way_out:
			'It is not watched any longer. Look for it in the TikTok app, or ask once more with the TikTok node: Publish → Get Status.',
	};
}

/** A publish id whose status TikTok does not give this account. */
export function refusedId(publishId: string, failure: TikTokError): IDataObject {
	return {
		verdict: 'unknown',
		post_url: null,
		publish_id: publishId,
		status: null,
		post_ids: [],
		fail_reason: failure.code,
		creator_username: null,
		uploaded_bytes: null,
		is_final: true,
		...explained(failure),
	};
}

const explained = ({ message, explanation }: TikTokError) => ({
	fail_message: message,
	fail_way_out: explanation.wayOut,
});
