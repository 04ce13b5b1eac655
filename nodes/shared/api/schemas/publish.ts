import { z } from 'zod';

import { withoutSecrets } from '../../errors/secrets';
import { idSchema, int64Schema, textSchema } from './identifiers';

/**
 * `data` of the init endpoints when TikTok downloads the media:
 * https://developers.tiktok.com/doc/content-posting-api-reference-direct-post,
 * https://developers.tiktok.com/doc/content-posting-api-reference-photo-post
 */
export const pullInitSchema = z.object({ publish_id: z.string().min(1) }).passthrough();

/** The same for an upload. The upload URL is a secret, which only the upload may use. */
export const uploadInitSchema = pullInitSchema.extend({ upload_url: z.string().url() });

/**
 * `data` of https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status. Everything but `status` is
 * optional. The post ids are documented as a list of int64; public clients have also met strings and a single value. They
 * are parsed to a list of strings.
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

/** Cancel answers without `data`: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
export const nothingSchema = z.unknown();
