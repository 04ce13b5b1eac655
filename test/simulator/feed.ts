import {
	isPublic,
	type Account,
	type FailReason,
	type Post,
	type PrivacyLevel,
	type PublishTask,
} from './model';
import { changePost, failTask, moderateAfter, publish } from './publishing/lifecycle';
import { effectivePost, type PostSettings } from './publishing/postSettings';
import type { World } from './world';

export type VideoOptions = Partial<Omit<Post, 'account' | 'publishId'>> & {
	/** Moderation lets it through only after so many ms of the simulator's clock; Infinity = when the test says so. */
	moderationMs?: number;
};

/** What users and TikTok's moderators do with posts. */
export class Feed {
	protected constructor(protected readonly world: World) {}

	/** All posts of all accounts, deleted ones included. */
	get posts(): readonly Post[] {
		return this.world.posts;
	}

	/** How long processing takes, in ms of the simulator's clock. */
	get processingMs(): number {
		return this.world.processingMs;
	}

	set processingMs(ms: number) {
		this.world.processingMs = ms;
	}

	/** How long moderation takes after processing, in ms of the simulator's clock; Infinity = until `setModerated`. */
	get moderationMs(): number {
		return this.world.moderationMs;
	}

	set moderationMs(ms: number) {
		this.world.moderationMs = ms;
	}

	/** Adds a post that was made in the TikTok app: public at once by default. */
	addPost(account: Account, { moderationMs, ...options }: VideoOptions = {}): Post {
		const createdAt = options.createdAt ?? this.world.clock.now();
		const post: Post = {
			id: this.world.newPostId(createdAt),
			account,
			media: 'VIDEO',
			createdAt,
			caption: '',
			title: '',
			visibility: 'PUBLIC_TO_EVERYONE',
			commentDisabled: false,
			duetDisabled: false,
			stitchDisabled: false,
			brandContent: false,
			brandOrganic: false,
			isAigc: false,
			autoAddMusic: false,
			cover: 0,
			durationSec: 15,
			width: 1080,
			height: 1920,
			moderated: moderationMs === undefined,
			deleted: false,
			likeCount: 0,
			commentCount: 0,
			shareCount: 0,
			viewCount: 0,
			...options,
		};
		this.world.posts.push(post);
		if (moderationMs !== undefined) moderateAfter(this.world, post, moderationMs);
		return post;
	}

	/**
	 * Adds many posts; with plain options all of them have the same `createdAt`.
	 * @param options of each, or a function from its index
	 */
	addPosts(
		account: Account,
		count: number,
		options: VideoOptions | ((index: number) => VideoOptions) = {},
	): Post[] {
		const createdAt = this.world.clock.now();
		return Array.from({ length: count }, (_, index) =>
			this.addPost(account, {
				createdAt,
				...(typeof options === 'function' ? options(index) : options),
			}),
		);
	}

	/** Moderation lets a post through, or takes it down. */
	setModerated(post: Post, moderated = true): void {
		changePost(this.world, post, () => (post.moderated = moderated));
	}

	/** How long moderation of the next published post (of an account) takes, in ms; Infinity = until `setModerated`. */
	moderateNextPost(ms: number, account?: Account): void {
		this.world.plannedModeration.push(account === undefined ? { ms } : { ms, account });
	}

	/** The user changes who can see a post. */
	setVisibility(post: Post, visibility: PrivacyLevel): void {
		changePost(this.world, post, () => (post.visibility = visibility));
	}

	/** The user deletes a post. */
	deletePost(post: Post): void {
		changePost(this.world, post, () => (post.deleted = true));
	}

	/** The user makes the account private or public. */
	setPrivate(account: Account, isPrivate: boolean): void {
		const before = new Map(
			this.posts.filter((post) => post.account === account).map((post) => [post, isPublic(post)]),
		);
		account.private = isPrivate;
		for (const [post, was] of before) {
			if (was === isPublic(post) || post.publishId === undefined) continue;
			const task = this.world.tasks.get(post.publishId);
			const event = was
				? 'post.publish.no_longer_publicaly_available'
				: 'post.publish.publicly_available';
			if (task !== undefined) this.world.events.emit(event, { task, post });
		}
	}

	/** The task of a publish id. @throws Error if there is none */
	task(publishId: string): PublishTask {
		const task = this.world.tasks.get(publishId);
		if (task === undefined) throw new Error(`There is no task ${publishId}`);
		return task;
	}

	/** The user opens a draft from the inbox and posts it; may be done more than once. @throws Error if the draft is not in the inbox */
	finishDraft(publishId: string, settings: Partial<PostSettings> = {}): Post {
		const task = this.task(publishId);
		const inInbox =
			task.mode === 'MEDIA_UPLOAD' &&
			(task.status === 'SEND_TO_USER_INBOX' || task.status === 'PUBLISH_COMPLETE');
		if (!inInbox) throw new Error(`${publishId} is not in the inbox: ${task.status}`);
		const chosen = {
			...effectivePost(task, this.world.rules),
			visibility: 'PUBLIC_TO_EVERYONE' as const,
			...settings,
		};
		return publish(this.world, task, chosen, undefined);
	}

	/** Fails a task that is under way. */
	failTask(publishId: string, reason: FailReason): void {
		failTask(this.world, this.task(publishId), reason, 'failed by the test');
	}

	/** Lets the next post (of an account) fail once it was processed. */
	failNextPost(reason: FailReason, account?: Account): void {
		this.world.plannedFailures.push(account === undefined ? { reason } : { reason, account });
	}
}
