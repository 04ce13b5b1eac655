import type { z } from 'zod';

import { creatorInfoSchema } from './schemas/creator';
import {
	nothingSchema,
	publishStatusSchema,
	pullInitSchema,
	uploadInitSchema,
} from './schemas/publish';
import { userInfoSchema } from './schemas/user';
import { videoListSchema, videoQuerySchema } from './schemas/video';
import type { Pace } from './pace';

/** The only host that receives the access token. Upload URLs are pre-signed and need none. */
export const apiOrigin = 'https://open.tiktokapis.com';

/** TikTok's scopes: https://developers.tiktok.com/doc/tiktok-api-scopes */
export type Scope =
	| 'user.info.basic'
	| 'user.info.profile'
	| 'user.info.stats'
	| 'video.list'
	| 'video.publish'
	| 'video.upload';

/** One endpoint of TikTok's API, as data. */
export interface Endpoint<S extends z.ZodTypeAny = z.ZodTypeAny> {
	method: 'GET' | 'POST';
	path: string;
	/** Any one of these is enough. */
	scopes: readonly Scope[];
	/** The rate limit that applies; undefined where TikTok states none. */
	pace?: Pace;
	/** What `data` of the answer looks like. */
	answer: S;
	/**
	 * What a lost answer means. `repeat`: the call can be sent again without harm. `unknown`: it may have started a post, so
	 * the node never sends it again by itself.
	 */
	lostAnswer: 'repeat' | 'unknown';
}

const define = <S extends z.ZodTypeAny>(endpoint: Endpoint<S>) => endpoint;

/**
 * TikTok's endpoints, one page each:
 * https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info,
 * https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info,
 * https://developers.tiktok.com/doc/content-posting-api-reference-direct-post,
 * https://developers.tiktok.com/doc/content-posting-api-reference-upload-video (drafts),
 * https://developers.tiktok.com/doc/content-posting-api-reference-photo-post,
 * https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status,
 * https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide (cancel),
 * https://developers.tiktok.com/doc/tiktok-api-v2-video-list, https://developers.tiktok.com/doc/tiktok-api-v2-video-query
 */
export const endpoints = {
	userInfo: define({
		method: 'GET',
		path: '/v2/user/info/',
		scopes: ['user.info.basic'],
		pace: 'display',
		answer: userInfoSchema,
		lostAnswer: 'repeat',
	}),
	creatorInfo: define({
		method: 'POST',
		path: '/v2/post/publish/creator_info/query/',
		scopes: ['video.publish'],
		pace: 'creatorInfo',
		answer: creatorInfoSchema,
		lostAnswer: 'repeat',
	}),
	/** Without the bytes of the file nothing is posted, so the init of an upload may be repeated. */
	directPostByUpload: define({
		method: 'POST',
		path: '/v2/post/publish/video/init/',
		scopes: ['video.publish'],
		pace: 'init',
		answer: uploadInitSchema,
		lostAnswer: 'repeat',
	}),
	directPostByPull: define({
		method: 'POST',
		path: '/v2/post/publish/video/init/',
		scopes: ['video.publish'],
		pace: 'init',
		answer: pullInitSchema,
		lostAnswer: 'unknown',
	}),
	draftByUpload: define({
		method: 'POST',
		path: '/v2/post/publish/inbox/video/init/',
		scopes: ['video.upload'],
		pace: 'init',
		answer: uploadInitSchema,
		lostAnswer: 'repeat',
	}),
	draftByPull: define({
		method: 'POST',
		path: '/v2/post/publish/inbox/video/init/',
		scopes: ['video.upload'],
		pace: 'init',
		answer: pullInitSchema,
		lostAnswer: 'unknown',
	}),
	photoDirectPost: define({
		method: 'POST',
		path: '/v2/post/publish/content/init/',
		scopes: ['video.publish'],
		pace: 'init',
		answer: pullInitSchema,
		lostAnswer: 'unknown',
	}),
	photoDraft: define({
		method: 'POST',
		path: '/v2/post/publish/content/init/',
		scopes: ['video.upload'],
		pace: 'init',
		answer: pullInitSchema,
		lostAnswer: 'unknown',
	}),
	publishStatus: define({
		method: 'POST',
		path: '/v2/post/publish/status/fetch/',
		scopes: ['video.publish', 'video.upload'],
		pace: 'status',
		answer: publishStatusSchema,
		lostAnswer: 'repeat',
	}),
	publishCancel: define({
		method: 'POST',
		path: '/v2/post/publish/cancel/',
		scopes: ['video.publish', 'video.upload'],
		answer: nothingSchema,
		lostAnswer: 'repeat',
	}),
	videoList: define({
		method: 'POST',
		path: '/v2/video/list/',
		scopes: ['video.list'],
		pace: 'display',
		answer: videoListSchema,
		lostAnswer: 'repeat',
	}),
	videoQuery: define({
		method: 'POST',
		path: '/v2/video/query/',
		scopes: ['video.list'],
		pace: 'display',
		answer: videoQuerySchema,
		lostAnswer: 'repeat',
	}),
};
