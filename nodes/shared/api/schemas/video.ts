import { z } from 'zod';

import { idSchema, int64Schema } from './identifiers';

/** https://developers.tiktok.com/docs/en/tiktok-api-v2-video-object; new fields pass through. */
export const videoSchema = z.object({ id: idSchema }).passthrough();

/** All fields of the video object, in the order of the output. */
export const videoFields = [
	'id',
	'title',
	'video_description',
	'create_time',
	'share_url',
	'duration',
	'view_count',
	'like_count',
	'comment_count',
	'share_count',
	'is_aigc',
	'cover_image_url',
	'width',
	'height',
	'embed_link',
	'embed_html',
] as const;

/**
 * `data` of https://developers.tiktok.com/doc/tiktok-api-v2-video-list. The cursor is in UTC milliseconds; in TikTok's example
 * even the last page has one.
 */
export const videoListSchema = z.object({
	videos: z
		.array(videoSchema)
		.nullish()
		.transform((videos) => videos ?? []),
	cursor: int64Schema.nullish(),
	has_more: z.boolean().nullish(),
});

/** `data` of https://developers.tiktok.com/doc/tiktok-api-v2-video-query */
export const videoQuerySchema = z.object({
	videos: z
		.array(videoSchema)
		.nullish()
		.transform((videos) => videos ?? []),
});

export type Video = z.output<typeof videoSchema>;
