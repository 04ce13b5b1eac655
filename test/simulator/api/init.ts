import { newLongId, newUploadToken } from '../identifiers';
import type { PostMode, PublishTask, Upload } from '../model';
import {
	activeUserCapReached,
	isAudited,
	tooManyPendingDrafts,
	tooManyPosts,
} from '../publishing/caps';
import type { ChunkPlan } from '../publishing/chunkPlan';
import { startDownload } from '../publishing/downloads';
import { failTask } from '../publishing/lifecycle';
import { registerUpload } from '../publishing/uploads';
import type { Rules } from '../rules';
import type { World } from '../world';
import { ApiRefusal, forbidden, INVALID, invalidParams } from './answers';
import type { AuthorizedCall, Endpoint } from './endpoint';
import {
	assertOwnership,
	assertPrivacyOption,
	photoPost,
	sourceOfPhotos,
	sourceOfVideo,
	videoPost,
} from './postParameters';

/**
 * The endpoints that begin a post:
 * https://developers.tiktok.com/doc/content-posting-api-reference-direct-post (videos),
 * https://developers.tiktok.com/doc/content-posting-api-reference-upload-video (drafts of videos),
 * https://developers.tiktok.com/docs/en/content-posting-api-reference-photo-post (photos, both modes).
 * The order of the checks is not documented. Ours is a guess: parameters, privacy level, URLs, caps, audit.
 */

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const initBucket =
	(name: string) =>
	(rules: Rules): string =>
		rules.initLimitShared ? 'init' : name;

/** The caps of a direct post, and the rule for unaudited apps. */
function assertMayPost({ world, app, account }: AuthorizedCall, level: string): void {
	if (account.banned) throw forbidden('spam_risk_user_banned_from_posting');
	if (tooManyPosts(world, account)) throw forbidden('spam_risk_too_many_posts');
	if (activeUserCapReached(world, app, account)) throw forbidden('reached_active_user_cap');
	if (isAudited(app)) return;
	// The account counts, whatever the privacy level (seen live in June and August 2026).
	if (!account.private) throw forbidden('unaudited_client_can_only_post_to_private_accounts');
	if (level !== 'SELF_ONLY') throw forbidden(world.rules.unauditedLevelCode);
}

/** For drafts there is neither the rule for unaudited apps (seen live in August 2026) nor, by the page, the cap of active users. */
function assertMaySendDraft({ world, account }: AuthorizedCall): void {
	if (account.banned) throw forbidden('spam_risk_user_banned_from_posting');
	if (tooManyPendingDrafts(world, account)) throw forbidden('spam_risk_too_many_pending_share');
}

/** Direct post of a video. */
export const videoInit: Endpoint = {
	point: 'video init',
	family: 'posting',
	method: 'POST',
	path: '/v2/post/publish/video/init/',
	scopes: () => ['video.publish'],
	bucket: initBucket('video init'),
	perMinute: (rules) => rules.initPerMinute,
	handle: (call) => {
		const { world, app, account } = call;
		const body = isRecord(call.body) ? call.body : {};
		const level = videoPost(body['post_info'], world.rules);
		const source = sourceOfVideo(body['source_info'], world.rules);
		assertPrivacyOption(account, level, world.rules);
		if (source.kind === 'url') assertOwnership(app.urlProperties, source.urls);
		assertMayPost(call, level);
		return source.kind === 'file'
			? acceptFile(call, 'DIRECT_POST', 'v_pub_file~v2-1.', source.plan, body)
			: acceptUrls(
					call,
					'VIDEO',
					'DIRECT_POST',
					world.rules.pullPublishIdPrefix,
					source.urls,
					body,
				);
	},
};

/** Draft of a video; only `source_info` is read. */
export const inboxInit: Endpoint = {
	point: 'inbox init',
	family: 'posting',
	method: 'POST',
	path: '/v2/post/publish/inbox/video/init/',
	scopes: () => ['video.upload'],
	bucket: initBucket('inbox init'),
	perMinute: (rules) => rules.initPerMinute,
	handle: (call) => {
		const body = isRecord(call.body) ? call.body : {};
		const source = sourceOfVideo(body['source_info'], call.world.rules);
		if (source.kind === 'url') assertOwnership(call.app.urlProperties, source.urls);
		assertMaySendDraft(call);
		return source.kind === 'file'
			? acceptFile(call, 'MEDIA_UPLOAD', 'v_inbox_file~v2.', source.plan, body)
			: acceptUrls(call, 'VIDEO', 'MEDIA_UPLOAD', 'v_inbox_url~v2.', source.urls, body);
	},
};

/** Photos: direct post or draft. */
export const contentInit: Endpoint = {
	point: 'content init',
	family: 'posting',
	method: 'POST',
	path: '/v2/post/publish/content/init/',
	scopes: (body) => {
		const mode = isRecord(body) ? body['post_mode'] : undefined;
		if (mode === 'MEDIA_UPLOAD') return ['video.upload'];
		return mode === 'DIRECT_POST' ? ['video.publish'] : ['video.publish', 'video.upload'];
	},
	bucket: initBucket('content init'),
	perMinute: (rules) => rules.initPerMinute,
	handle: (call) => {
		const { world, app, account } = call;
		const body = isRecord(call.body) ? call.body : {};
		const mode = postMode(body, world.rules);
		const level = photoPost(body['post_info'], mode === 'DIRECT_POST', world.rules);
		const urls = sourceOfPhotos(body['source_info'], world.rules);
		if (mode === 'MEDIA_UPLOAD') {
			if (account.oldAppVersion) {
				throw new ApiRefusal(
					'app_version_check_failed',
					400,
					'The TikTok app of the user must be 31.8 or newer.',
				);
			}
			assertOwnership(app.urlProperties, urls);
			assertMaySendDraft(call);
		} else {
			assertPrivacyOption(account, level, world.rules);
			assertOwnership(app.urlProperties, urls);
			assertMayPost(call, level);
		}
		return acceptUrls(call, 'PHOTO', mode, 'p_pub_url~v2.', urls, body);
	},
};

/** The mode of a photo post; see also the rule `acceptPostModeWithSpace`. */
function postMode(body: Record<string, unknown>, rules: Rules): PostMode {
	const { media_type: type, post_mode: mode } = body;
	const direct =
		mode === 'DIRECT_POST' || (mode === 'DIRECT POST' && rules.acceptPostModeWithSpace);
	if (type !== 'PHOTO' || (!direct && mode !== 'MEDIA_UPLOAD'))
		throw invalidParams(rules, INVALID.mode);
	return direct ? 'DIRECT_POST' : 'MEDIA_UPLOAD';
}

function newTask(
	{ world, grant }: AuthorizedCall,
	prefix: string,
	properties: Pick<PublishTask, 'media' | 'mode' | 'source' | 'status' | 'sent'>,
): PublishTask {
	const createdAt = world.clock.now();
	const task: PublishTask = {
		...properties,
		publishId: prefix + newLongId(createdAt),
		grant,
		createdAt,
		processing: false,
		downloads: [],
		posts: [],
	};
	world.tasks.set(task.publishId, task);
	return task;
}

/** Begins a post by upload and gives out its upload URL. */
function acceptFile(
	call: AuthorizedCall,
	mode: PostMode,
	prefix: string,
	plan: ChunkPlan,
	sent: Record<string, unknown>,
): { publish_id: string; upload_url: string } {
	const { world } = call;
	const task = newTask(call, prefix, {
		media: 'VIDEO',
		mode,
		source: 'FILE_UPLOAD',
		status: 'PROCESSING_UPLOAD',
		sent,
	});
	const upload = newUpload(world, task, plan);
	task.upload = upload;
	registerUpload(world, task, upload);
	world.clock.after(world.rules.uploadUrlMs, () => {
		const unfinished = upload.receivedBytes < upload.videoSize;
		if (unfinished && world.rules.expiredUpload === 'failed')
			failTask(world, task, 'internal', 'the upload URL expired');
	});
	return { publish_id: task.publishId, upload_url: upload.url };
}

function newUpload(world: World, task: PublishTask, plan: ChunkPlan): Upload {
	const uploadId = newLongId(task.createdAt);
	const token = newUploadToken();
	world.secrets.add(token);
	const { uploadHosts } = world.rules;
	const uploadHost = uploadHosts[world.uploads.size % uploadHosts.length];
	return {
		...plan,
		publishId: task.publishId,
		uploadId,
		url: `https://${uploadHost}${world.rules.uploadPath}?upload_id=${uploadId}&upload_token=${token}`,
		expiresAt: task.createdAt + world.rules.uploadUrlMs,
		receivedBytes: 0,
		chunks: [],
		sha256: '',
		attempts: 0,
	};
}

/** Begins a post by URL: the download starts with the init. */
function acceptUrls(
	call: AuthorizedCall,
	media: PublishTask['media'],
	mode: PostMode,
	prefix: string,
	urls: string[],
	sent: Record<string, unknown>,
): { publish_id: string } {
	const task = newTask(call, prefix, {
		media,
		mode,
		source: 'PULL_FROM_URL',
		status: 'PROCESSING_DOWNLOAD',
		sent,
	});
	startDownload(call.world, task, urls);
	return { publish_id: task.publishId };
}
