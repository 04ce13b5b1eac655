import { z } from 'zod';

/** `data` of https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info. New fields pass through. */
export const userInfoSchema = z.object({ user: z.object({}).passthrough() });

/**
 * The scope that each field of the user object needs. `profile_web_link` stands only on the page of the scopes:
 * https://developers.tiktok.com/doc/tiktok-api-scopes
 */
export const userFieldScopes = {
	open_id: 'user.info.basic',
	union_id: 'user.info.basic',
	avatar_url: 'user.info.basic',
	avatar_url_100: 'user.info.basic',
	avatar_large_url: 'user.info.basic',
	display_name: 'user.info.basic',
	bio_description: 'user.info.profile',
	profile_deep_link: 'user.info.profile',
	profile_web_link: 'user.info.profile',
	is_verified: 'user.info.profile',
	username: 'user.info.profile',
	follower_count: 'user.info.stats',
	following_count: 'user.info.stats',
	likes_count: 'user.info.stats',
	video_count: 'user.info.stats',
} as const;
