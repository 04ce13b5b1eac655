import type { IDataObject } from 'n8n-workflow';

import { videoFields, type Video } from './schemas/video';
import type { TikTokClient } from './client';
import { endpoints } from './endpoints';

/** Largest page (reference T§10.1). */
const pageSize = 20;

/** A page of the account's public videos, newest first. */
export interface VideoPage {
	videos: Video[];
	/** Where the next page begins, in UTC ms: videos posted before. Undefined at the end of the list. */
	next?: number;
}

/**
 * One call of the list.
 *
 * @param beforeMs only videos posted before this time, in UTC ms; undefined for the newest
 * @param count how many videos, at most 20
 */
export async function listPage(
	client: TikTokClient,
	beforeMs?: number,
	count = pageSize,
): Promise<VideoPage> {
	const body: IDataObject = { max_count: Math.min(pageSize, count) };
	if (beforeMs !== undefined) body.cursor = beforeMs;
	const { videos, cursor, has_more } = await client.call(endpoints.videoList, {
		query: { fields: videoFields.join(',') },
		body,
	});
	// A cursor comes back at the end as well.
	const endMs = has_more ? Number(cursor ?? NaN) : NaN;
	return { videos, next: Number.isFinite(endMs) ? nextBefore(endMs, beforeMs) : undefined };
}

/**
 * Videos carry whole seconds and the cursor means "posted before" (T§10.1), so videos of the second in which a page ends
 * would be skipped. The next page therefore begins a second later and repeats some; when that leads nowhere, since a page
 * of videos is of one second, a millisecond later, and then where the page ended. Only where TikTok counts in seconds as
 * well are more than a page of videos of one second out of reach: no cursor leads to them.
 *
 * @param endMs the cursor that came with the page
 * @param beforeMs the cursor that the page was asked for with
 * @returns the cursor of the next page, always an older one; undefined when TikTok's stands still
 */
export function nextBefore(endMs: number, beforeMs = Infinity): number | undefined {
	return [endMs + 1000, endMs + 1, endMs].find((cursor) => cursor < beforeMs);
}

/**
 * The account's public videos, newest first, each once.
 *
 * @param limit how many at most; `Infinity` for all
 * @param beforeMs only videos posted before this time, in UTC ms
 */
export async function* listVideos(
	client: TikTokClient,
	{ limit, beforeMs }: { limit: number; beforeMs?: number },
): AsyncGenerator<Video> {
	const seen = new Set<string>();
	for (let before = beforeMs; ; ) {
		// A further page repeats at least the last video of the one before.
		const page = await listPage(client, before, limit - seen.size + (seen.size > 0 ? 1 : 0));
		for (const video of page.videos) {
			if (seen.has(video.id)) continue;
			seen.add(video.id);
			yield video;
			if (seen.size >= limit) return;
		}
		if (page.next === undefined) return;
		before = page.next;
	}
}
