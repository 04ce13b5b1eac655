import type { IDataObject } from 'n8n-workflow';

import type { Video } from './schemas/video';

/** The ten most useful fields of the video object (reference T§10.3), with the time in ISO 8601 beside TikTok's seconds. */
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
