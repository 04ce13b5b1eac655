import { z } from 'zod';

/**
 * `data` of https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info. New privacy levels and new
 * fields pass through.
 */
export const creatorInfoSchema = z
	.object({
		creator_avatar_url: z.string().nullish(),
		creator_username: z.string().nullish(),
		creator_nickname: z.string().nullish(),
		privacy_level_options: z.array(z.string()),
		comment_disabled: z.boolean().nullish(),
		duet_disabled: z.boolean().nullish(),
		stitch_disabled: z.boolean().nullish(),
		/** Seconds. */
		max_video_post_duration_sec: z.number().nullish(),
	})
	.passthrough();

export type CreatorInfo = z.output<typeof creatorInfoSchema>;
