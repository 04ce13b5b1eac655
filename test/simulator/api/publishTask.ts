import type { PublishTask } from '../model';
import { isPublic } from '../model';
import { failTask, isFinal } from '../publishing/lifecycle';
import type { World } from '../world';
import { ApiRefusal } from './answers';
import type { AuthorizedCall, Endpoint } from './endpoint';

const publishScopes = (): readonly ['video.publish', 'video.upload'] => [
	'video.publish',
	'video.upload',
];

/** The task of `publish_id`. @throws ApiRefusal when there is none, or it is not the caller's */
function findTask({ world, grant, body }: AuthorizedCall): PublishTask {
	const id =
		typeof body === 'object' && body !== null && 'publish_id' in body ? body.publish_id : undefined;
	const task = typeof id === 'string' ? world.tasks.get(id) : undefined;
	const age = task === undefined ? 0 : world.clock.now() - task.createdAt;
	const { publishIdVisibleAfterMs, publishIdRetentionMs } = world.rules;
	if (task === undefined || age < publishIdVisibleAfterMs || age > publishIdRetentionMs) {
		throw new ApiRefusal('invalid_publish_id', 400, 'The publish_id is invalid.');
	}
	if (task.grant.app !== grant.app || task.grant.account !== grant.account) {
		throw new ApiRefusal(
			'token_not_authorized_for_specified_publish_id',
			400,
			'The access token does not have authorization over the specified publish_id.',
		);
	}
	return task;
}

/** https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
export const statusFetch: Endpoint = {
	point: 'status',
	family: 'posting',
	method: 'POST',
	path: '/v2/post/publish/status/fetch/',
	scopes: publishScopes,
	bucket: () => 'status',
	perMinute: (rules) => rules.statusPerMinute,
	handle: (call) => describeTask(call.world, findTask(call)),
};

/** Fields that do not apply are left out, as in captured answers; see also the rules under “Status and cancel”. */
function describeTask(world: World, task: PublishTask): Record<string, unknown> {
	const { rules } = world;
	const showBytes = task.status !== 'PUBLISH_COMPLETE' || rules.bytesWhenComplete;
	const downloaded = task.downloads.reduce((sum, download) => sum + download.bytes, 0);
	return {
		status: task.status,
		fail_reason: task.status === 'FAILED' ? task.failReason : undefined,
		publicaly_available_post_id: publicIds(world, task),
		uploaded_bytes:
			task.source === 'FILE_UPLOAD' && showBytes ? task.upload?.receivedBytes : undefined,
		downloaded_bytes: task.source === 'PULL_FROM_URL' && showBytes ? downloaded : undefined,
	};
}

/** By default numbers of 19 digits without quotes (documented as int64), which a plain JSON.parse rounds. */
function publicIds({ rules }: World, task: PublishTask): unknown {
	const hasIds = task.mode === 'DIRECT_POST' || rules.postIdsOfDrafts;
	const ids = hasIds ? task.posts.filter(isPublic).map((post) => post.id) : [];
	const [first] = ids;
	if (first === undefined) return rules.emptyPostIdList ? [] : undefined;
	if (rules.postIdForm === 'strings') return ids;
	return rules.postIdForm === 'scalar' ? BigInt(first) : ids.map((id) => BigInt(id));
}

/** https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide. A success has no `data`. */
export const publishCancel: Endpoint = {
	point: 'cancel',
	family: 'posting',
	method: 'POST',
	path: '/v2/post/publish/cancel/',
	scopes: publishScopes,
	bucket: () => 'cancel',
	perMinute: (rules) => rules.cancelPerMinute,
	handle: (call) => {
		const { world } = call;
		const task = findTask(call);
		const onUpload = task.source === 'FILE_UPLOAD' ? world.rules.cancelFileUpload : 'cancels';
		const refused = onUpload === 'publish_not_cancellable';
		const effect = task.processing && !refused ? world.rules.cancelWhileProcessing : onUpload;
		if (isFinal(task) || effect === 'publish_not_cancellable') {
			throw new ApiRefusal('publish_not_cancellable', 400, 'The publish cannot be cancelled.');
		}
		if (effect === 'cancels') failTask(world, task, 'publish_cancelled', 'cancelled by the app');
		return undefined;
	},
};
