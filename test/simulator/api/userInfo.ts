import type { Scope } from '../model';
import { scopeNotAuthorized } from './answers';
import type { AuthorizedCall, Endpoint } from './endpoint';
import { requestedFields, scopePermissionMissed } from './fields';
import { isPublic } from '../model';

/** The fields of https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info and the scope that each one needs. */
const FIELD_SCOPES = {
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
} as const satisfies Record<string, Scope>;

type UserField = keyof typeof FIELD_SCOPES;

/** One field outside the granted scopes fails the whole call (seen live in August 2026). */
export const userInfo: Endpoint = {
	point: 'user info',
	family: 'display',
	method: 'GET',
	path: '/v2/user/info/',
	scopes: () => ['user.info.basic', 'user.info.profile', 'user.info.stats'],
	bucket: () => 'user info',
	perMinute: (rules) => rules.displayPerMinute,
	handle: (call) => {
		const { rules } = call.world;
		const known = (Object.keys(FIELD_SCOPES) as UserField[]) // the keys of a literal
			.filter((name) => name !== 'profile_web_link' || rules.profileWebLink);
		const fields = requestedFields(call.query, known, rules);
		if (fields.some((field) => !call.scopes.includes(FIELD_SCOPES[field]))) {
			throw rules.missingFieldScope === 'scope_not_authorized'
				? scopeNotAuthorized()
				: scopePermissionMissed();
		}
		const user = describe(call);
		return { user: Object.fromEntries(fields.map((field) => [field, user[field]])) };
	},
};

function describe({
	world,
	grant,
	account,
}: AuthorizedCall): Record<UserField, string | number | boolean> {
	const avatar = (size: number): string =>
		`https://p16-sign.tiktokcdn-us.com/${account.id}~c5_${size}x${size}.jpeg`;
	return {
		open_id: grant.openId,
		union_id: account.unionId,
		avatar_url: avatar(168),
		avatar_url_100: avatar(100),
		avatar_large_url: avatar(1080),
		display_name: account.nickname,
		bio_description: account.bio,
		profile_deep_link: `https://vm.tiktok.com/${account.id}/`,
		profile_web_link: `https://www.tiktok.com/@${account.username}`,
		is_verified: account.verified,
		username: account.username,
		follower_count: account.followerCount,
		following_count: account.followingCount,
		likes_count: account.likesCount,
		video_count: world.posts.filter((post) => post.account === account && isPublic(post)).length,
	};
}
