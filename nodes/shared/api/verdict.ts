import type { IDataObject } from 'n8n-workflow';

import type { PublishStatus } from './schemas/publish';

/** What became of a post. `in_inbox`: a draft lies in the TikTok app, the user has to finish it there. */
export type Verdict = 'published' | 'in_inbox' | 'processing' | 'failed';

const verdicts: Record<string, Verdict> = {
	PROCESSING_UPLOAD: 'processing',
	PROCESSING_DOWNLOAD: 'processing',
	SEND_TO_USER_INBOX: 'in_inbox',
	PUBLISH_COMPLETE: 'published',
	FAILED: 'failed',
};

/** The verdict behind TikTok's status (reference T§8). A status that is new counts as processing: never a false success. */
export function verdictOf(status: string): Verdict {
	return Object.hasOwn(verdicts, status) ? verdicts[status] : 'processing';
}

/** What is known of a post besides TikTok's status. */
export interface PostContext {
	publishId: string;
	media: 'video' | 'photo';
	/** The creator's handle, needed for the link. */
	username?: string;
}

/** The output of every operation that deals with a post (design §5). A missing value is null. */
export interface PostOutput extends IDataObject {
	publish_id: string;
	status: string;
	verdict: Verdict;
	post_ids: string[];
	post_url: string | null;
	fail_reason: string | null;
	creator_username: string | null;
	uploaded_bytes: number | string | null;
}

/** Words TikTok's status in the shape of {@link PostOutput}. */
export function toPostOutput(
	{ publishId, media, username }: PostContext,
	status: Partial<PublishStatus> & { status: string },
): PostOutput {
	const postIds = status.publicaly_available_post_id ?? [];
	return {
		publish_id: publishId,
		status: status.status,
		verdict: verdictOf(status.status),
		post_ids: postIds,
		post_url: username && postIds.length > 0 ? postUrl(username, media, postIds[0]) : null,
		// TikTok may send the field empty in other states, where it means nothing (T§8).
		fail_reason: status.status === 'FAILED' ? status.fail_reason || 'unknown' : null,
		creator_username: username ?? null,
		uploaded_bytes: status.uploaded_bytes ?? status.downloaded_bytes ?? null,
	};
}

/** TikTok's API returns no link; this is the form of its own (T§8). */
function postUrl(username: string, media: 'video' | 'photo', postId: string): string {
	return `https://www.tiktok.com/@${encodeURIComponent(username)}/${media}/${postId}`;
}

/** Photo posts have publish ids of their own (T§8); only the link depends on it, and TikTok redirects a wrong one. */
export function mediaOf(publishId: string): 'video' | 'photo' {
	return publishId.startsWith('p_') ? 'photo' : 'video';
}
