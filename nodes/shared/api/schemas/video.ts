import { z } from 'zod';

import { idSchema, int64Schema } from './identifiers';

/** The video object (reference T§10.3); new fields pass through. */
export const videoSchema = z.object({ id: idSchema }).passthrough();

/** All fields of the video object, in the order in which they are put out. */
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

/** `data` of video/list (T§10.1). The cursor is in milliseconds and comes back even at the end. */
export const videoListSchema = z.object({
	videos: z
		.array(videoSchema)
		.nullish()
		.transform((videos) => videos ?? []),
	cursor: int64Schema.nullish(),
	has_more: z.boolean().nullish(),
});

/** `data` of video/query (T§10.2). */
export const videoQuerySchema = z.object({
	videos: z
		.array(videoSchema)
		.nullish()
		.transform((videos) => videos ?? []),
});

export type Video = z.output<typeof videoSchema>;
