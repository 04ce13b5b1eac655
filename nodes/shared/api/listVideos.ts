import type { IDataObject } from 'n8n-workflow';

import { videoFields, type Video } from '../schemas/video';
import type { TikTokClient } from './client';
import { endpoints } from './endpoints';

/** Largest page (reference T§10.1). */
const pageSize = 20;

/**
 * Videos carry whole seconds and the cursor means "posted before" (T§10.1), so videos of the second in which a page ends
 * would be skipped. The next page therefore begins a second later, in ms, and what it repeats is left out.
 */
const overlapMs = 1000;

/**
 * The account's public videos, newest first, each once. More than a page of videos within one second are cut off there.
 *
 * @param limit how many at most; `Infinity` for all
 * @param beforeMs only videos posted before this time, in UTC ms
 */
export async function* listVideos(
	client: TikTokClient,
	{ limit, beforeMs }: { limit: number; beforeMs?: number },
): AsyncGenerator<Video> {
	const seen = new Set<string>();
	for (let cursor = beforeMs; ; ) {
		const body: IDataObject = { max_count: Math.min(pageSize, limit - seen.size) };
		if (cursor !== undefined) body.cursor = cursor;
		const page = await client.call(endpoints.videoList, {
			query: { fields: videoFields.join(',') },
			body,
		});
		const fresh = page.videos.filter(({ id }) => !seen.has(id));
		for (const video of fresh) {
			seen.add(video.id);
			yield video;
			if (seen.size >= limit) return;
		}
		// A cursor comes back at the end as well; one that stands still would go round for ever.
		const next = Number(page.cursor ?? NaN);
		if (!page.has_more || !Number.isFinite(next) || next === cursor) return;
		cursor = fresh.length > 0 ? next + overlapMs : next;
	}
}
