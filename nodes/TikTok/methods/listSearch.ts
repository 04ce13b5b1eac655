import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { TikTokClient } from '../../shared/api/client';
import { listPage } from '../../shared/api/listVideos';
import { simplifyVideo } from '../../shared/api/simplifyVideo';
import { toNodeError } from '../../shared/errors/toNodeError';

/** How many pages of twenty videos a search goes through at a time, where none of them fits. */
const maxPages = 5;

/**
 * The account's public videos, newest first, a page at a time. TikTok has no search, so that its pages are looked through.
 *
 * @param filter what the name has to contain
 * @param paginationToken where to go on, in UTC ms, and the IDs of the page before, of which the next one repeats some
 * @throws NodeApiError when TikTok does not answer or refuses
 */
export async function searchVideos(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	try {
		const client = new TikTokClient(this);
		let [before, ...seen] = paginationToken?.split(',') ?? [];
		const results: INodeListSearchResult['results'] = [];
		for (let page = 0; page < maxPages && results.length === 0; page++) {
			const { videos, next } = await listPage(client, before ? Number(before) : undefined);
			const found = videos
				.filter(({ id }) => !seen.includes(id))
				.map(simplifyVideo)
				.map(({ id, title, created_at, share_url }) => ({
					name:
						[title, String(created_at ?? '').slice(0, 10)].filter(Boolean).join(', ') || String(id),
					value: String(id),
					url: String(share_url ?? ''),
				}));
			const wanted = filter.toLowerCase();
			results.push(...found.filter(({ name }) => name.toLowerCase().includes(wanted)));
			if (next === undefined) return { results };
			[before, ...seen] = [String(next), ...videos.map(({ id }) => id)];
		}
		return { results, paginationToken: [before, ...seen].join() };
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}
