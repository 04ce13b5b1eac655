import { z } from 'zod';

import { idSchema, int64Schema, textSchema } from '../shared/api/schemas/identifiers';

/** The body of a webhook delivery (reference T§11). TikTok's test event carries no user. */
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

/** `content` of a posting event (T§11). `post_id` was captured as a string; status/fetch has numbers and lists. */
export const postContentSchema = z
	.object({
		publish_id: idSchema.nullish(),
		publish_type: textSchema,
		/** The documented key; never captured (T§16.31), so the status endpoint's name is taken as well. */
		reason: textSchema,
		fail_reason: textSchema,
		post_id: z
			.union([z.array(idSchema), idSchema.transform((id) => [id])])
			.nullish()
			.transform((ids) => (ids ?? []).filter((id) => id !== '0')),
	})
	.passthrough();

export type PostContent = z.output<typeof postContentSchema>;

/** `content` of `authorization.removed` (T§11). */
export const removalContentSchema = z.object({ reason: int64Schema.nullish() }).passthrough();
