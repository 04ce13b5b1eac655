import type { IDataObject } from 'n8n-workflow';

import { videoFields, type Video } from '../schemas/video';
import type { TikTokClient } from './client';
import { endpoints } from './endpoints';

/** Largest page (reference T§10.1). */
const pageSize = 20;

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
	for (let cursor: number | string | undefined = beforeMs; ; ) {
		const body: IDataObject = { max_count: Math.min(pageSize, limit - seen.size) };
		if (cursor !== undefined) body.cursor = Number(cursor);
		const page = await client.call(endpoints.videoList, {
			query: { fields: videoFields.join(',') },
			body,
		});
		for (const video of page.videos) {
			if (seen.has(video.id)) continue;
			seen.add(video.id);
			yield video;
			if (seen.size >= limit) return;
		}
		// A cursor comes back at the end as well; one that stands still would go round for ever.
		if (!page.has_more || page.cursor == null || page.cursor === cursor) return;
		cursor = page.cursor;
	}
}
