import type { IDataObject } from 'n8n-workflow';

import type { Video } from './schemas/video';

/**
 * The most useful fields of the video object (https://developers.tiktok.com/docs/en/tiktok-api-v2-video-object), ten in all.
 *
 * @returns TikTok's values, null where one is missing; `created_at` is `create_time` (UTC seconds) in ISO 8601
 */
export function simplifyVideo(video: Video): IDataObject {
	const raw = video as IDataObject;
	const seconds = Number(raw.create_time);
	return {
		id: video.id,
		title: raw.title || raw.video_description || '',
		create_time: raw.create_time ?? null,
		created_at:
			Number.isFinite(seconds) && raw.create_time != null
				? new Date(seconds * 1000).toISOString()
				: null,
		share_url: raw.share_url ?? null,
		duration: raw.duration ?? null,
		view_count: raw.view_count ?? null,
		like_count: raw.like_count ?? null,
		comment_count: raw.comment_count ?? null,
		share_count: raw.share_count ?? null,
	};
}
