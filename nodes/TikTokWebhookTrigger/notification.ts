import { parseLosslessly } from '../shared/losslessJson';
import { envelopeSchema, postContentSchema, type PostContent } from './notificationSchemas';
import { documentedName, eventNames } from './events';

/** One delivery of TikTok's, parsed. */
export interface Notification {
	clientKey: string;
	/** The event's name in its documented spelling. */
	event: string;
	/** When it happened, unix time in seconds. */
	createTime: number | null;
	/** The account; null for TikTok's test event. */
	openId: string | null;
	/** The inner JSON, 64-bit ids as strings; as it came where it is no JSON. */
	content: unknown;
}

/**
 * Parses the body and the JSON within it (https://developers.tiktok.com/doc/webhooks-overview), without rounding ids.
 *
 * @returns undefined where the body is no delivery of TikTok's
 */
export function parseNotification(body: string): Notification | undefined {
	const envelope = envelopeSchema.safeParse(jsonOf(body));
	if (!envelope.success) return undefined;
	const { client_key, event, create_time, user_openid, content } = envelope.data;
	return {
		clientKey: client_key,
		event: documentedName(event),
		createTime: create_time === null || create_time === undefined ? null : Number(create_time),
		openId: user_openid || null,
		content: typeof content === 'string' ? (jsonOf(content) ?? content) : (content ?? null),
	};
}

function jsonOf(text: string): unknown {
	try {
		return parseLosslessly(text);
	} catch {
		return undefined;
	}
}

/** The content of a posting event, or undefined where it has another shape. */
export function postContentOf({ content }: Notification): PostContent | undefined {
	const parsed = postContentSchema.safeParse(content);
	if (!parsed.success) return undefined;
	return { ...parsed.data, publish_type: publishTypeOf(parsed.data.publish_type) };
}

/** TikTok's pages name only INBOX_SHARE. Direct posts were seen live as DIRECT_PUBLISH (February 2026); other clients know DIRECT_POST. */
function publishTypeOf(type: string | null | undefined): string | null {
	return type === 'DIRECT_POST' ? 'DIRECT_PUBLISH' : (type ?? null);
}

/**
 * What makes an event the one that it is: TikTok delivers at least once (https://developers.tiktok.com/doc/webhooks-overview) and
 * sends no id.
 *
 * A direct post ends once, so its publish id and the event's name say it all. Everything else may truly happen again: a
 * draft can be published several times, a post can become public, private and public again. There the time of the
 * event belongs to it, which a repeated delivery has in common with the first one.
 */
export function identityOf(notification: Notification): string {
	const { event, openId, createTime, content } = notification;
	const post = postContentOf(notification);
	const endsOnce = event === eventNames.complete || event === eventNames.failed;
	if (post?.publish_id && post.publish_type === 'DIRECT_PUBLISH' && endsOnce) {
		return JSON.stringify([event, openId, post.publish_id]);
	}
	return JSON.stringify([
		event,
		openId,
		createTime,
		post?.publish_id ? [post.publish_id, post.post_id] : content,
	]);
}
