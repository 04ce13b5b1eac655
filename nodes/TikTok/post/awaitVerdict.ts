import { wait } from '../../shared/async/wait';
import type { TikTokClient } from '../../shared/api/client';
import type { PublishStatus } from '../../shared/api/schemas/publish';
import { askStatus } from '../../shared/api/status';
import { verdictOf } from '../../shared/api/verdict';
import { TikTokError } from '../../shared/errors/tikTokError';
import type { Progress } from '../progress';

/**
 * Pauses between status calls, in ms: short at first, then far below the 30 calls a minute that TikTok allows
 * (https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status).
 */
const pauses = { firstMs: 1_000, factor: 1.5, maxMs: 10_000 };

/** How often a post that was just begun may be unknown to the status endpoint (one field report). */
const unknownAtFirst = 3;

/** A status as TikTok gave it, or what it is before anyone has asked. */
export type SeenStatus = Partial<PublishStatus> & { status: string };

/** What is waited for. */
export type WaitEnd =
	/** That TikTok has the media, or is past that. */
	| 'downloaded'
	| 'verdict'
	/**
	 * That TikTok names the public post: minutes later than PUBLISH_COMPLETE while it is moderated; for a draft, after the user has posted
	 * it in the app.
	 */
	| 'public';

export interface Waiting {
	publishId: string;
	/** What is known before TikTok is asked, for a post that was just begun. */
	known?: SeenStatus;
	/** The longest wait, in ms. */
	maxWaitMs: number;
	until: WaitEnd;
	signal?: AbortSignal;
	/** Told how long the wait has lasted. */
	progress: Progress;
}

/**
 * Asks for the status until it is final, or the maximum has passed: then the last status is returned as it is, so a post
 * that is still processing says so. As long as there is time, trouble that may pass does not end the wait: the post is under way,
 * whether TikTok can be asked or not.
 *
 * @throws TikTokError that names the publish id: when TikTok refuses to tell the status, or could not be asked even once
 */
export async function awaitVerdict(
	client: TikTokClient,
	{ publishId, known, maxWaitMs, until, signal, progress }: Waiting,
): Promise<SeenStatus> {
	const beganAt = Date.now();
	const deadline = beganAt + maxWaitMs;
	let last = known;
	let pauseMs = pauses.firstMs;
	for (let unknown = 0; ; ) {
		await wait(Math.max(0, Math.min(pauseMs, deadline - Date.now())), signal);
		const asked = await askStatus(client, publishId, deadline);
		if (asked instanceof TikTokError) {
			const isNew = asked.code === 'invalid_publish_id' && ++unknown <= unknownAtFirst;
			if (!isNew && asked.explanation.retry === 'never') throw asked;
		} else {
			if (isReached(asked, until)) return asked;
			last = asked;
		}
		if (Date.now() >= deadline) {
			if (last) return last;
			if (asked instanceof TikTokError) throw asked;
		}
		const { status = 'status not known' } = last ?? {};
		const waitedSec = Math.round((Date.now() - beganAt) / 1000);
		progress(() => `waiting for ${publishId}, ${waitedSec} s so far: ${status}`);
		pauseMs = Math.min(pauseMs * pauses.factor, pauses.maxMs);
	}
}

function isReached(status: PublishStatus, until: WaitEnd): boolean {
	if (until === 'downloaded') return status.status !== 'PROCESSING_DOWNLOAD';
	const verdict = verdictOf(status.status);
	const untilPublic = until === 'public';
	if (verdict === 'in_inbox') return !untilPublic;
	if (verdict === 'published') return !untilPublic || status.publicaly_available_post_id.length > 0;
	return verdict !== 'processing';
}
