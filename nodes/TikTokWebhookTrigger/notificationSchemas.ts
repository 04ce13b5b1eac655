import { z } from 'zod';

import { idSchema, int64Schema, textSchema } from '../shared/api/schemas/identifiers';

/** The body of a delivery: https://developers.tiktok.com/doc/webhooks-overview. TikTok's test event carries no user. */
export const envelopeSchema = z
	.object({
		client_key: z.string().min(1),
		event: z.string().min(1),
		create_time: int64Schema.nullish(),
		user_openid: textSchema,
		/** JSON as text; taken as an object too, should TikTok ever send one. */
		content: z.unknown(),
	})
	.passthrough();

/**
 * `content` of a posting event: https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status. `post_id` was seen
 * live as a string (February 2026); the status endpoint has numbers and lists.
 */
export const postContentSchema = z
	.object({
		publish_id: idSchema.nullish(),
		publish_type: textSchema,
		/** The documented key; nobody has shown it live, so the status endpoint's name is taken as well. */
		reason: textSchema,
		fail_reason: textSchema,
		post_id: z
			.union([z.array(idSchema), idSchema.transform((id) => [id])])
			.nullish()
			.transform((ids) => (ids ?? []).filter((id) => id !== '0')),
	})
	.passthrough();

export type PostContent = z.output<typeof postContentSchema>;

/** `content` of `authorization.removed`: https://developers.tiktok.com/doc/webhooks-events */
export const removalContentSchema = z.object({ reason: int64Schema.nullish() }).passthrough();
