import type { TikTokClient } from '../../shared/api/client';
import { wait } from '../../shared/async/wait';
import { TikTokError } from '../../shared/errors/tikTokError';
import type { PublishStatus } from '../../shared/api/schemas/publish';
import { askStatus } from '../../shared/api/status';
import { verdictOf } from '../../shared/api/verdict';

/** Pauses between status calls, in ms: short at first, then far below the 30 calls a minute that TikTok allows (T§12.2). */
const pauses = { firstMs: 1_000, factor: 1.5, maxMs: 10_000 };

/** How often a post that was just begun may be unknown to the status endpoint (T§8, one field report). */
const unknownAtFirst = 3;

export interface Waiting {
	publishId: string;
	/** Longest wait, in ms. */
	maxWaitMs: number;
	/**
	 * Whether to go on until TikTok names the public post: minutes later than PUBLISH_COMPLETE while it is moderated; for a
	 * draft, after the user has posted it in the app.
	 */
	untilPublic: boolean;
	signal?: AbortSignal;
}

/**
 * Asks for the status until it is final, or the maximum has passed: then the last status is returned as it is, so a post
 * that is still processing says so.
 *
 * @throws TikTokError when the status cannot be had; it names the publish id, since the post itself is under way
 */
export async function awaitVerdict(
	client: TikTokClient,
	{ publishId, maxWaitMs, untilPublic, signal }: Waiting,
): Promise<PublishStatus> {
	const deadline = Date.now() + maxWaitMs;
	let pauseMs = pauses.firstMs;
	for (let unknown = 0; ; ) {
		await wait(Math.max(0, Math.min(pauseMs, deadline - Date.now())), signal);
		const status = await askStatus(client, publishId);
		if (status instanceof TikTokError) {
			unknown += 1;
			if (status.code !== 'invalid_publish_id' || unknown > unknownAtFirst) throw status;
		} else if (isFinal(status, untilPublic) || Date.now() >= deadline) {
			return status;
		}
		pauseMs = Math.min(pauseMs * pauses.factor, pauses.maxMs);
	}
}

function isFinal(status: PublishStatus, untilPublic: boolean): boolean {
	const verdict = verdictOf(status.status);
	if (verdict === 'in_inbox') return !untilPublic;
	if (verdict === 'published') return !untilPublic || status.publicaly_available_post_id.length > 0;
	return verdict !== 'processing';
}
