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
 * One call of the list, for a page of the largest size: a smaller one may lie wholly inside a second, whose other videos
 * {@link nextBefore} could then not reach.
 *
 * @param beforeMs only videos posted before this time, in UTC ms; undefined for the newest
 */
export async function listPage(client: TikTokClient, beforeMs?: number): Promise<VideoPage> {
	const body: IDataObject = { max_count: pageSize };
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
 * Where to go on below a page. A video's `create_time` is in whole seconds and the cursor in milliseconds, "posted before"
 * (https://developers.tiktok.com/doc/tiktok-api-v2-video-list), and the page does not say whether TikTok compares seconds
 * or milliseconds. So that no video is skipped, the next page begins at the end of the second in which this one ended, and
 * repeats what it had of that second. When that leads nowhere, since the whole page is of that second, it begins a
 * millisecond after this page’s end, and then at its end. Out of reach are only more than a page of videos of one second
 * where TikTok compares seconds, and of one millisecond where it does not: no cursor leads to them.
 *
 * @param endMs the cursor that came with the page, in UTC ms
 * @param beforeMs the cursor that was sent for the page, in UTC ms
 * @returns the cursor of the next page, always older than `beforeMs`; undefined when TikTok's cursor does not advance
 */
export function nextBefore(endMs: number, beforeMs = Infinity): number | undefined {
	const endOfSecond = (Math.floor(endMs / 1000) + 1) * 1000;
	return [endOfSecond, endMs + 1, endMs].find((cursor) => cursor < beforeMs);
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
		const page = await listPage(client, before);
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
