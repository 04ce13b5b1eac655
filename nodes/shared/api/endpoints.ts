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

/** The only host that receives the access token (reference T§0.3). */
export const apiOrigin = 'https://open.tiktokapis.com';

/** TikTok's scopes (T§1.7). */
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
	/** The limit of a minute that it counts towards; undefined where TikTok states none. */
	pace?: Pace;
	/** What `data` of the answer looks like. */
	answer: S;
	/**
	 * What a lost answer means. `repeat`: asking again changes nothing at TikTok. `unknown`: the call itself may have
	 * started a post, so it is never sent again by itself (design §6).
	 */
	lostAnswer: 'repeat' | 'unknown';
}

const define = <S extends z.ZodTypeAny>(endpoint: Endpoint<S>) => endpoint;

/** Reference T§2 to T§10. */
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
	/** Nothing appears before the bytes arrive, so an init for an upload may be repeated. */
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
