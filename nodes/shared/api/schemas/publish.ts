import { z } from 'zod';

import { withoutSecrets } from '../../errors/secrets';
import { idSchema, int64Schema, textSchema } from './identifiers';

/** `data` of the init endpoints without an upload (https://developers.tiktok.com/doc/content-posting-api-reference-direct-post). */
export const pullInitSchema = z.object({ publish_id: z.string().min(1) }).passthrough();

/** `data` of the init endpoints with an upload (same page). The upload URL is a secret: it ends in the upload and nowhere else. */
export const uploadInitSchema = pullInitSchema.extend({ upload_url: z.string().url() });

/**
 * `data` of status/fetch (https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status).
 * Everything but `status` is optional; the post ids are numbers, strings or a bare scalar, and come out as a list of strings.
 */
export const publishStatusSchema = z
	.object({
		status: z.string().min(1).transform(withoutSecrets),
		fail_reason: textSchema.transform((reason) => reason && withoutSecrets(reason)),
		publicaly_available_post_id: z
			.union([z.array(idSchema), idSchema.transform((id) => [id])])
			.nullish()
			.transform((ids) => (ids ?? []).filter((id) => id !== '0')),
		uploaded_bytes: int64Schema.nullish(),
		downloaded_bytes: int64Schema.nullish(),
	})
	.passthrough();

export type PublishStatus = z.output<typeof publishStatusSchema>;

/** Cancel has no `data` (https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide). */
export const nothingSchema = z.unknown();
