import type { Post, PrivacyLevel, PublishTask } from '../model';
import type { Rules } from '../rules';
import type { MediaVerdict } from './media/verdict';

/** What the creator, or the app, chose for a post. */
export type PostSettings = Pick<
	Post,
	| 'caption'
	| 'title'
	| 'visibility'
	| 'commentDisabled'
	| 'duetDisabled'
	| 'stitchDisabled'
	| 'brandContent'
	| 'brandOrganic'
	| 'isAigc'
	| 'autoAddMusic'
	| 'cover'
>;

const record = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? { ...value } : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);

/**
 * The settings of a post as they take effect: what the init said, with what TikTok forces for private accounts and
 * for creators who disallow an interaction (https://developers.tiktok.com/doc/content-posting-api-reference-direct-post).
 */
export function effectivePost(task: PublishTask, rules: Rules): PostSettings {
	const { account } = task.grant;
	const post = record(task.sent['post_info']);
	const source = record(task.sent['source_info']);
	const isPhoto = task.media === 'PHOTO';
	const topLevel = task.sent['is_aigc'] === true && rules.photoAigcPosition !== 'postInfo';
	const visibility = (post['privacy_level'] as PrivacyLevel | undefined) ?? 'SELF_ONLY'; // checked at init
	const keepsFirstFrame =
		!isPhoto && visibility !== 'PUBLIC_TO_EVERYONE' && rules.coverOfPrivatePosts === 'firstFrame';
	const cover = isPhoto ? source['photo_cover_index'] : post['video_cover_timestamp_ms'];
	const inside = post['is_aigc'] === true && rules.photoAigcPosition !== 'topLevel';
	return {
		caption: text(isPhoto ? post['description'] : post['title']),
		title: isPhoto ? text(post['title']) : '',
		visibility,
		commentDisabled: account.commentDisabled || post['disable_comment'] === true,
		duetDisabled:
			isPhoto || account.private || account.duetDisabled || post['disable_duet'] === true,
		stitchDisabled:
			isPhoto || account.private || account.stitchDisabled || post['disable_stitch'] === true,
		brandContent: post['brand_content_toggle'] === true,
		brandOrganic: post['brand_organic_toggle'] === true,
		isAigc: isPhoto ? topLevel || inside : post['is_aigc'] === true,
		autoAddMusic: post['auto_add_music'] === true,
		cover: keepsFirstFrame ? 0 : number(cover),
	};
}

/** Whether the cover frame that was asked for lies beyond the end of the video, where its length is known. */
export function isCoverBeyondEnd(task: PublishTask, verdict: MediaVerdict | undefined): boolean {
	const ms = record(task.sent['post_info'])['video_cover_timestamp_ms'];
	const { durationSec } = verdict ?? {};
	return (
		task.media === 'VIDEO' &&
		durationSec !== undefined &&
		number(ms) > Math.ceil(durationSec * 1000)
	);
}
