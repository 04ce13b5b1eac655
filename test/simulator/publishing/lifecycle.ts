import { isPublic, type Account, type FailReason, type Post, type PublishTask } from '../model';
import type { World } from '../world';
import { tooManyPosts } from './caps';
import { effectivePost, isCoverBeyondEnd, type PostSettings } from './postSettings';
import type { MediaVerdict } from './media/verdict';

/**
 * The states of https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status: a failed task, a complete one and a
 * draft in the inbox have come to their end, as far as the app is concerned.
 */
export function isFinal(task: PublishTask): boolean {
	return (
		task.status === 'FAILED' ||
		task.status === 'PUBLISH_COMPLETE' ||
		task.status === 'SEND_TO_USER_INBOX'
	);
}

/** Fails a task that is still under way. Does nothing to one that has come to its end. */
export function failTask(
	world: World,
	task: PublishTask,
	reason: FailReason,
	detail: string,
): void {
	if (isFinal(task)) return;
	task.status = 'FAILED';
	task.failReason = reason;
	task.failDetail = detail;
	task.processing = false;
	world.events.emit('post.publish.failed', { task, reason });
}

/**
 * All media of a task have arrived: TikTok processes for a while, then posts or delivers the draft.
 *
 * @param verdict what was found in the media; undefined if they were not checked
 */
export function startProcessing(
	world: World,
	task: PublishTask,
	verdict: MediaVerdict | undefined,
): void {
	task.processing = true;
	const overCap = task.mode === 'DIRECT_POST' && tooManyPosts(world, task.grant.account);
	task.startedAt = world.clock.now();
	world.clock.after(world.processingMs, () => finishProcessing(world, task, verdict, overCap));
}

function finishProcessing(
	world: World,
	task: PublishTask,
	verdict: MediaVerdict | undefined,
	overCap: boolean,
): void {
	if (isFinal(task)) return;
	task.processing = false;
	const failure = failureOf(world, task, verdict, overCap);
	if (failure !== undefined) return failTask(world, task, failure.reason, failure.detail);
	if (task.mode === 'MEDIA_UPLOAD') {
		task.status = 'SEND_TO_USER_INBOX';
		task.inboxAt = world.clock.now();
		world.events.emit('post.publish.inbox_delivered', { task });
		return;
	}
	const settings = effectivePost(task, world.rules);
	// An invalid time means the first frame: https://developers.tiktok.com/doc/content-posting-api-reference-direct-post
	if (isCoverBeyondEnd(task, verdict)) settings.cover = 0;
	publish(world, task, settings, verdict);
}

function failureOf(
	world: World,
	task: PublishTask,
	verdict: MediaVerdict | undefined,
	overCap: boolean,
): { reason: FailReason; detail: string } | undefined {
	const { account } = task.grant;
	const planned = world.plannedFailures.findIndex(
		(plan) => plan.account === undefined || plan.account === account,
	);
	const [plan] = planned < 0 ? [] : world.plannedFailures.splice(planned, 1);
	if (plan !== undefined) return { reason: plan.reason, detail: 'planned by the test' };
	if (account.banned)
		return { reason: 'spam_risk_user_banned_from_posting', detail: 'the creator is banned' };
	if (overCap)
		return {
			reason: 'spam_risk_too_many_posts',
			detail: 'the daily cap was reached since the init',
		};
	if (verdict?.failure !== undefined) return verdict.failure;
	const isBeyond = isCoverBeyondEnd(task, verdict) && world.rules.coverBeyondEnd === 'fails';
	return isBeyond ? { reason: 'internal', detail: 'the cover frame is beyond the end' } : undefined;
}

/** Makes the post of a task; it becomes public after moderation, if its privacy allows. */
export function publish(
	world: World,
	task: PublishTask,
	settings: PostSettings,
	verdict: MediaVerdict | undefined,
): Post {
	const now = world.clock.now();
	const post: Post = {
		...settings,
		id: world.newPostId(now),
		account: task.grant.account,
		media: task.media,
		createdAt: now,
		durationSec: Math.round(verdict?.durationSec ?? 0),
		width: verdict?.width ?? 0,
		height: verdict?.height ?? 0,
		moderated: false,
		deleted: false,
		likeCount: 0,
		commentCount: 0,
		shareCount: 0,
		viewCount: 0,
		publishId: task.publishId,
	};
	world.posts.push(post);
	task.posts.push(post);
	task.status = 'PUBLISH_COMPLETE';
	world.events.emit('post.publish.complete', { task, post });
	moderateAfter(world, post, plannedModerationOf(world, post.account) ?? world.moderationMs);
	return post;
}

/** Lets a post through moderation after a while: at once for 0, never for Infinity. */
export function moderateAfter(world: World, post: Post, ms: number): void {
	const pass = (): void => changePost(world, post, () => (post.moderated = true));
	if (ms <= 0) pass();
	else world.clock.after(ms, pass);
}

function plannedModerationOf(world: World, account: Account): number | undefined {
	const index = world.plannedModeration.findIndex(
		(plan) => plan.account === undefined || plan.account === account,
	);
	return index < 0 ? undefined : world.plannedModeration.splice(index, 1)[0]?.ms;
}

/** Changes something that decides whether a post is public, and emits an event if it became or ceased to be so. */
export function changePost(world: World, post: Post, change: () => void): void {
	const before = isPublic(post);
	change();
	const after = isPublic(post);
	const task = post.publishId === undefined ? undefined : world.tasks.get(post.publishId);
	if (task === undefined || before === after) return;
	const event = after
		? 'post.publish.publicly_available'
		: 'post.publish.no_longer_publicaly_available';
	world.events.emit(event, { task, post });
}
