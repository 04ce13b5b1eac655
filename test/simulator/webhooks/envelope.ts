import type { PublishEvents } from '../events';
import { newLongId } from '../identifiers';
import { writeJson } from '../json';
import type { Post, PublishTask } from '../model';
import type { Rules } from '../rules';
import type { WebhookEvent } from './delivery';

/** What `content` holds once it is parsed; a bigint is written as a plain number. */
export type WebhookContent = Record<string, unknown>;

export interface Envelope {
	clientKey: string;
	event: string;
	/** Unix seconds; in ms for a ping. */
	createTime: number;
	openId: string;
	/** A string is taken as it is: it need not be JSON. */
	content: WebhookContent | string;
}

/** The body of a delivery (https://developers.tiktok.com/doc/webhooks-overview): `content` is JSON within JSON. */
export function writeEnvelope({ clientKey, event, createTime, openId, content }: Envelope): string {
	return JSON.stringify({
		client_key: clientKey,
		event,
		create_time: createTime,
		user_openid: openId,
		content: typeof content === 'string' ? content : writeJson(content),
	});
}

/** The name of an event as TikTok spells it; see the rule `webhookSpelling`. */
export function spell(event: string, { webhookSpelling }: Rules): string {
	return webhookSpelling === 'documented' ? event : event.replace(/public(al|l)y/, webhookSpelling);
}

type ContentOf = {
	[Name in keyof PublishEvents]: (detail: PublishEvents[Name][0], rules: Rules) => WebhookContent;
};

/**
 * The keys of https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status and
 * https://developers.tiktok.com/doc/webhooks-events, in the order of a captured delivery (February 2026).
 */
export const CONTENT: ContentOf = {
	'post.publish.failed': ({ task, reason }, rules) => ({
		publish_id: task.publishId,
		[rules.webhookReasonKey]: reason,
		publish_type: publishType(task, rules),
	}),
	'post.publish.complete': ({ task }, rules) => ({
		publish_id: task.publishId,
		publish_type: publishType(task, rules),
	}),
	'post.publish.inbox_delivered': ({ task }) => ({
		publish_id: task.publishId,
		publish_type: 'INBOX_SHARE',
	}),
	'post.publish.publicly_available': aboutPost,
	'post.publish.no_longer_publicaly_available': aboutPost,
	'authorization.removed': ({ reason }) => ({ reason }),
};

function aboutPost(
	{ task, post }: { task: PublishTask; post: Post },
	rules: Rules,
): WebhookContent {
	return {
		publish_id: task.publishId,
		publish_type: publishType(task, rules),
		post_id: postId(post.id, rules),
	};
}

const postId = (id: string, rules: Rules): string | bigint =>
	rules.webhookPostIdForm === 'string' ? id : BigInt(id);

const publishType = (task: PublishTask, rules: Rules): string =>
	task.mode === 'DIRECT_POST' ? rules.webhookDirectType : 'INBOX_SHARE';

/** A believable content for an event without a cause. Unknown events have none. */
export function madeUpContent(event: string, nowMs: number, rules: Rules): WebhookContent {
	const direct = {
		publish_id: `v_pub_file~v2-1.${newLongId(nowMs)}`,
		publish_type: rules.webhookDirectType,
	};
	const post = (): WebhookContent => ({ ...direct, post_id: postId(newLongId(nowMs), rules) });
	const share = (): WebhookContent => ({ share_id: `video.share.${newLongId(nowMs)}` });
	const known: Record<WebhookEvent, () => WebhookContent> = {
		'post.publish.failed': () => ({ ...direct, [rules.webhookReasonKey]: 'internal' }),
		'post.publish.complete': () => direct,
		'post.publish.inbox_delivered': () => ({
			publish_id: `v_inbox_file~v2.${newLongId(nowMs)}`,
			publish_type: 'INBOX_SHARE',
		}),
		'post.publish.publicly_available': post,
		'post.publish.no_longer_publicaly_available': post,
		'authorization.removed': () => ({ reason: 1 }),
		'tiktok.ping': () => ({ reason: 'testing Webhook' }),
		'video.upload.failed': share,
		'video.publish.completed': share,
		'portability.download.ready': () => ({ request_id: newLongId(nowMs) }),
	};
	return Object.entries(known).find(([name]) => name === event)?.[1]() ?? {};
}
