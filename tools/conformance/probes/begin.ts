import type { Answer } from '../answer';
import { bearer, type Session } from '../session';

const DIRECT = '/v2/post/publish/video/init/';
const DRAFT = '/v2/post/publish/inbox/video/init/';

/** How a video would be cut: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
export interface Plan {
	video_size: number;
	chunk_size: number;
	total_chunk_count: number;
}

/** A plan by the rule that the count is rounded down. Sizes in bytes. */
export const planOf = (size: number, chunk: number): Plan => ({
	video_size: size,
	chunk_size: chunk,
	total_chunk_count: Math.floor(size / chunk),
});

/** Two parts of the smallest size that every reading of “5 MB” allows. */
export const TWO_PARTS = planOf(10_485_760, 5_242_880);

/** What every direct post of this program asks for: seen by nobody but the owner of the account. */
const ONLY_ME = {
	privacy_level: 'SELF_ONLY',
	disable_comment: true,
	disable_duet: true,
	disable_stitch: true,
	brand_content_toggle: false,
	brand_organic_toggle: false,
};

/** Asks to begin an upload, and remembers its address. @param post fields of `post_info` that differ; undefined ones are left out */
export async function beginUpload(
	session: Session,
	way: 'direct' | 'draft',
	plan: Plan | Record<string, unknown>,
	post: Record<string, unknown> = {},
): Promise<Answer> {
	const source_info = { source: 'FILE_UPLOAD', ...plan };
	const body =
		way === 'draft' ? { source_info } : { post_info: { ...ONLY_ME, ...post }, source_info };
	const answer = await session.caller.api({
		limit: 'inits',
		path: way === 'direct' ? DIRECT : DRAFT,
		authorization: bearer(session),
		body,
	});
	const url = answer.text('data', 'upload_url');
	if (url !== undefined && URL.canParse(url)) session.memory.addresses.push(new URL(url));
	return answer;
}

/** Asks to begin a direct post of a video that TikTok downloads. */
export async function beginPull(session: Session, url: string): Promise<Answer> {
	return await session.caller.api({
		limit: 'inits',
		path: DIRECT,
		authorization: bearer(session),
		body: { post_info: ONLY_ME, source_info: { source: 'PULL_FROM_URL', video_url: url } },
	});
}
