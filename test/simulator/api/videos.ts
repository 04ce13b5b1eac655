import { z } from 'zod';

import { isPublic, type Account, type Post } from '../model';
import type { Rules } from '../rules';
import type { World } from '../world';
import { invalidParams } from './answers';
import type { AuthorizedCall, Endpoint } from './endpoint';
import { requestedFields } from './fields';

/** https://developers.tiktok.com/docs/en/tiktok-api-v2-video-object */
const VIDEO_FIELDS = [
	'id',
	'create_time',
	'cover_image_url',
	'share_url',
	'video_description',
	'duration',
	'height',
	'width',
	'title',
	'embed_html',
	'embed_link',
	'like_count',
	'comment_count',
	'share_count',
	'view_count',
	'is_aigc',
] as const;

type VideoField = (typeof VIDEO_FIELDS)[number];

/** Videos on a page: https://developers.tiktok.com/doc/tiktok-api-v2-video-list */
const DEFAULT_COUNT = 10;
const MAX_COUNT = 20;

/** Titles and descriptions are cut at so many characters. */
const TEXT_LENGTH = 150;

/** How long the link of a cover works, in seconds. */
const COVER_SECONDS = 21_600;

const listBody = z
	.object({
		cursor: z.number().int().nullish(),
		max_count: z.number().int().min(1).max(MAX_COUNT).nullish(),
	})
	.nullish();

const queryBody = z.object({
	filters: z.object({ video_ids: z.array(z.string()).min(1).max(MAX_COUNT) }),
});

const fieldsOf = ({ query, world }: AuthorizedCall): VideoField[] =>
	requestedFields(
		query,
		VIDEO_FIELDS,
		world.rules,
		world.rules.missingFields === 'idOnly' ? ['id'] : undefined,
	);

/** Whether list and query show a post. */
const isListed = (post: Post, { listIncludesPhotos }: Rules): boolean =>
	isPublic(post) && (post.media === 'VIDEO' || listIncludesPhotos);

/** The posts of an account, newest first. */
function postsOf(world: World, account: Account): Post[] {
	return world.posts
		.filter((post) => post.account === account)
		.sort((a, b) => b.createdAt - a.createdAt || (b.id > a.id ? 1 : -1));
}

/**
 * https://developers.tiktok.com/doc/tiktok-api-v2-video-list. `cursor` is in UTC ms and means posts made before it. The cursor of the
 * answer is the time of its last post (our reading), also at the end of the list (as in TikTok's example).
 */
export const videoList: Endpoint = {
	point: 'list',
	family: 'display',
	method: 'POST',
	path: '/v2/video/list/',
	scopes: () => ['video.list'],
	bucket: () => 'list',
	perMinute: (rules) => rules.displayPerMinute,
	handle: (call) => {
		const { world, account } = call;
		const fields = fieldsOf(call);
		const body = listBody.safeParse(call.body);
		if (!body.success) throw invalidParams(world.rules, 'cursor or max_count is invalid');
		const cursor = body.data?.cursor ?? undefined;
		const grain = world.rules.cursorGrain === 'second' ? 1000 : 1;
		const timeOf = (post: Post): number => Math.floor(post.createdAt / grain) * grain;
		const cutBefore = world.rules.listPages === 'cutBeforeFilter';
		const older = postsOf(world, account)
			.filter((post) => cursor === undefined || timeOf(post) < cursor)
			.filter((post) => cutBefore || isListed(post, world.rules));
		const page = older.slice(0, body.data?.max_count ?? DEFAULT_COUNT);
		const last = page[page.length - 1];
		return {
			videos: page
				.filter((post) => isListed(post, world.rules))
				.map((post) => describePost(world, post, fields)),
			cursor: last === undefined ? (cursor ?? world.clock.now()) : timeOf(last),
			has_more: older.length > page.length,
		};
	},
};

/** https://developers.tiktok.com/doc/tiktok-api-v2-video-query */
export const videoQuery: Endpoint = {
	point: 'query',
	family: 'display',
	method: 'POST',
	path: '/v2/video/query/',
	scopes: () => ['video.list'],
	bucket: () => 'query',
	perMinute: (rules) => rules.displayPerMinute,
	handle: (call) => {
		const { world, account } = call;
		const { rules } = world;
		const fields = fieldsOf(call);
		const body = queryBody.safeParse(call.body);
		if (!body.success) throw invalidParams(rules, 'filters.video_ids is invalid');
		const wanted = new Set(body.data.filters.video_ids);
		const found = postsOf(world, account).filter(
			(post) => wanted.has(post.id) && isListed(post, rules),
		);
		if (found.length < wanted.size && rules.queryForeignId === 'invalid_params') {
			throw invalidParams(
				rules,
				'filters.video_ids has an id that is not among the videos of the user',
			);
		}
		const videos = found.map((post) => describePost(world, post, fields));
		return rules.queryAnswersCursor ? { videos, cursor: 0, has_more: false } : { videos };
	},
};

function describePost(world: World, post: Post, fields: VideoField[]): Record<string, unknown> {
	const video = videoObject(world, post);
	return Object.fromEntries(fields.map((field) => [field, video[field]]));
}

function videoObject(world: World, post: Post): Record<VideoField, string | number | boolean> {
	const expires = Math.floor(world.clock.now() / 1000) + COVER_SECONDS;
	const text = post.caption.slice(0, TEXT_LENGTH);
	const embed = `https://www.tiktok.com/player/v1/${post.id}`;
	return {
		id: post.id,
		create_time: Math.floor(post.createdAt / 1000),
		cover_image_url: `https://p16-sign.tiktokcdn-us.com/obj/${post.id}~tplv-dmt-logom.image?x-expires=${expires}`,
		share_url: `https://www.tiktok.com/@${post.account.username}/video/${post.id}?utm_campaign=tt4d_open_api`,
		video_description: text,
		duration: post.durationSec,
		height: post.height,
		width: post.width,
		title: post.title === '' ? text : post.title.slice(0, TEXT_LENGTH),
		embed_html: `<blockquote class="tiktok-embed" cite="${embed}" data-video-id="${post.id}"></blockquote>`,
		embed_link: embed,
		like_count: post.likeCount,
		comment_count: post.commentCount,
		share_count: post.shareCount,
		view_count: post.viewCount,
		is_aigc: post.isAigc,
	};
}
