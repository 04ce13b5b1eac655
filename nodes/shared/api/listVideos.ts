import type { IDataObject } from 'n8n-workflow';

import { videoFields, type Video } from './schemas/video';
import type { TikTokClient } from './client';
import { endpoints } from './endpoints';

/** The largest page: https://developers.tiktok.com/doc/tiktok-api-v2-video-list */
const pageSize = 20;

/** A page of the account's public videos, newest first. */
export interface VideoPage {
	videos: Video[];
	/** The cursor of the next page, which has the videos posted before it; in UTC ms. Undefined at the end of the list. */
	next?: number;
}

/**
 * Fetches one page.
 *
 * @param beforeMs only videos posted before this time, in UTC ms; undefined for the newest
 * @param count how many videos; TikTok gives at most 20
 * @throws TikTokError see {@link TikTokClient.call}
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
	// TikTok's example has a cursor on the last page too.
	const endMs = has_more ? Number(cursor ?? NaN) : NaN;
	return { videos, next: Number.isFinite(endMs) ? nextBefore(endMs, beforeMs) : undefined };
}

/**
 * The cursor is in milliseconds and means "posted before" (https://developers.tiktok.com/doc/tiktok-api-v2-video-list),
 * while videos carry whole seconds. Videos of the second in which a page ends would be skipped. So the next page begins a
 * second later and repeats some of them. Where that is not older than the last cursor, because the whole page is of one
 * second, it begins a millisecond later, or else where the page ended. If TikTok's cursor also counts in whole seconds,
 * no cursor reaches what one second has beyond a page.
 *
 * @param endMs the cursor that came with the page, in UTC ms
 * @param beforeMs the cursor that was sent for the page, in UTC ms
 * @returns the cursor of the next page, always older than `beforeMs`; undefined when TikTok's cursor does not advance
 */
export function nextBefore(endMs: number, beforeMs = Infinity): number | undefined {
	return [endMs + 1000, endMs + 1, endMs].find((cursor) => cursor < beforeMs);
}

/**
 * Yields the account's public videos, newest first, each once. Pages are fetched as they are needed.
 *
 * @param limit the largest number of videos; `Infinity` for all
 * @param beforeMs only videos posted before this time, in UTC ms
 * @throws TikTokError see {@link TikTokClient.call}
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
