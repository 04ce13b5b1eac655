import { TikTokError } from '../errors/tikTokError';
import type { TikTokClient } from './client';
import { endpoints } from './endpoints';
import type { PublishStatus } from './schemas/publish';

/**
 * Asks TikTok once for the status of a post.
 *
 * @returns the status, or TikTok's failure, with the publish id in it
 * @throws Error when the execution is cancelled
 */
export async function askStatus(
	client: TikTokClient,
	publishId: string,
): Promise<PublishStatus | TikTokError> {
	try {
		return await client.call(endpoints.publishStatus, { body: { publish_id: publishId } });
	} catch (error) {
		if (!(error instanceof TikTokError)) return await Promise.reject(error);
		return new TikTokError({ ...error.facts, publishId });
	}
}

/** The failure for a post with the status FAILED, by its `fail_reason`. */
export function publishFailure(publishId: string, { fail_reason }: PublishStatus): TikTokError {
	return new TikTokError({
		code: fail_reason || 'unknown_fail_reason',
		publishId,
		isFailReason: true,
	});
}
