import { rethrow } from '../errors/rethrow';
import { TikTokError } from '../errors/tikTokError';
import type { TikTokClient } from './client';
import { endpoints } from './endpoints';
import type { PublishStatus } from './schemas/publish';

/**
 * Asks TikTok once for the status of a post.
 *
 * @param deadline when the last attempt of the call may begin, in ms since the epoch
 * @returns the status, or TikTok's failure, with the publish id in it
 * @throws Error when the execution is cancelled
 */
export async function askStatus(
	client: TikTokClient,
	publishId: string,
	deadline?: number,
): Promise<PublishStatus | TikTokError> {
	try {
		const body = { publish_id: publishId };
		return await client.call(endpoints.publishStatus, { body, deadline });
	} catch (error) {
		return error instanceof TikTokError ? aboutPost(error, publishId) : rethrow(error);
	}
}

/** The same. @throws TikTokError with the publish id in it */
export async function requireStatus(
	client: TikTokClient,
	publishId: string,
): Promise<PublishStatus> {
	const status = await askStatus(client, publishId);
	if (status instanceof TikTokError) throw status;
	return status;
}

/** The failure of a call, with the post that it is about. */
export function aboutPost({ facts }: TikTokError, publishId: string): TikTokError {
	return new TikTokError({ ...facts, publishId });
}

/** The failure for a post with the status FAILED, by its `fail_reason`. */
export function publishFailure(
	publishId: string,
	{ fail_reason }: { fail_reason?: string | null },
	warnings: string[] = [],
): TikTokError {
	return new TikTokError({
		code: fail_reason || 'unknown_fail_reason',
		publishId,
		isFailReason: true,
		detail: warnings.join(' ') || undefined,
	});
}
