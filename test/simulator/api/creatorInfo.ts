import { privacyLevelOptions } from '../model';
import { activeUserCapReached, tooManyPosts } from '../publishing/caps';
import { forbidden } from './answers';
import type { Endpoint } from './endpoint';

/** How long the link of the avatar works, in seconds. */
const AVATAR_SECONDS = 7_200;

/**
 * https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info. The three refusals to post come with HTTP 200.
 * An unaudited app sees the same options as an audited one (seen live in June and August 2026).
 */
export const creatorInfo: Endpoint = {
	point: 'creator info',
	family: 'posting',
	method: 'POST',
	path: '/v2/post/publish/creator_info/query/',
	scopes: () => ['video.publish'],
	bucket: () => 'creator info',
	perMinute: (rules) => rules.creatorInfoPerMinute,
	handle: ({ world, app, account }) => {
		if (account.banned) throw forbidden('spam_risk_user_banned_from_posting', 200);
		if (tooManyPosts(world, account)) throw forbidden('spam_risk_too_many_posts', 200);
		if (activeUserCapReached(world, app, account)) throw forbidden('reached_active_user_cap', 200);
		const expires = Math.floor(world.clock.now() / 1000) + AVATAR_SECONDS;
		return {
			creator_avatar_url: `https://p16-sign.tiktokcdn-us.com/${account.id}~c5_168x168.jpeg?x-expires=${expires}`,
			creator_username: account.username,
			creator_nickname: account.nickname,
			privacy_level_options: privacyLevelOptions(account),
			comment_disabled: account.commentDisabled,
			duet_disabled: account.private || account.duetDisabled,
			stitch_disabled: account.private || account.stitchDisabled,
			max_video_post_duration_sec: account.maxVideoPostDurationSec,
		};
	},
};
