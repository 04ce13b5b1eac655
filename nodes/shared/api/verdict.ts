import type { IDataObject } from 'n8n-workflow';

import type { PublishStatus } from './schemas/publish';

/** What became of a post. `in_inbox`: a draft is in the inbox of the TikTok app, where the user has to finish it. */
export type Verdict = 'published' | 'in_inbox' | 'processing' | 'failed';

const verdicts: Record<string, Verdict> = {
	PROCESSING_UPLOAD: 'processing',
	PROCESSING_DOWNLOAD: 'processing',
	SEND_TO_USER_INBOX: 'in_inbox',
	PUBLISH_COMPLETE: 'published',
	FAILED: 'failed',
};

/**
 * The verdict for a status of https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status. A status that is
 * not known counts as `processing`, so that it is never taken for a success.
 */
export function verdictOf(status: string): Verdict {
	return Object.hasOwn(verdicts, status) ? verdicts[status] : 'processing';
}

/** What is known about a post besides TikTok's status. */
export interface PostContext {
	publishId: string;
	media: 'video' | 'photo';
	/** The creator's handle, which the link needs. */
	username?: string;
}

/**
 * The output of every operation that deals with a post. A missing value is null. What people look for comes first: n8n's table has room for
 * two or three columns.
 */
export interface PostOutput extends IDataObject {
	verdict: Verdict;
	post_url: string | null;
	publish_id: string;
	status: string;
	post_ids: string[];
	fail_reason: string | null;
	creator_username: string | null;
	/** Bytes that TikTok has received or downloaded; a string beyond 2^53 - 1. */
	uploaded_bytes: number | string | null;
}

/** Converts TikTok's status into the node's output. */
export function toPostOutput(
	{ publishId, media, username }: PostContext,
	status: Partial<PublishStatus> & { status: string },
): PostOutput {
	const postIds = status.publicaly_available_post_id ?? [];
	return {
		verdict: verdictOf(status.status),
		post_url: username && postIds.length > 0 ? postUrl(username, media, postIds[0]) : null,
		publish_id: publishId,
		status: status.status,
		post_ids: postIds,
		// Only FAILED gives the field a meaning:
		// https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
		fail_reason: status.status === 'FAILED' ? status.fail_reason || 'unknown' : null,
		creator_username: username ?? null,
		uploaded_bytes: status.uploaded_bytes ?? status.downloaded_bytes ?? null,
	};
}

/** TikTok's API returns no link. This is the form of the links on tiktok.com. */
function postUrl(username: string, media: 'video' | 'photo', postId: string): string {
	return `https://www.tiktok.com/@${encodeURIComponent(username)}/${media}/${postId}`;
}

/**
 * The publish ids of photo posts begin with `p_`, in TikTok's examples
 * (https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status) and in captured answers. Only the link depends
 * on it, and tiktok.com redirects a wrong one.
 */
export function mediaOf(publishId: string): 'video' | 'photo' {
	return publishId.startsWith('p_') ? 'photo' : 'video';
}
