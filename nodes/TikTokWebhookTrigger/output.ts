import type { IDataObject } from 'n8n-workflow';

import { explain } from '../shared/errors/codes';
import { mediaOf, toPostOutput } from '../shared/api/verdict';
import { removalContentSchema } from './notificationSchemas';
import { eventNames } from './events';
import { postContentOf, type Notification } from './notification';

/** The status of a post after an event: https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
const statuses: Record<string, string> = {
	[eventNames.complete]: 'PUBLISH_COMPLETE',
	[eventNames.failed]: 'FAILED',
	[eventNames.inboxDelivered]: 'SEND_TO_USER_INBOX',
	[eventNames.publiclyAvailable]: 'PUBLISH_COMPLETE',
	[eventNames.noLongerAvailable]: 'PUBLISH_COMPLETE',
};

/** `reason` of `authorization.removed`: https://developers.tiktok.com/doc/webhooks-events */
const removals = [
	'TikTok gives no reason',
	'The user has disconnected the app in TikTok',
	'The account was deleted',
	'The age of the account’s owner was changed',
	'The account was banned',
	'The developer has revoked the connection',
];

/**
 * What the trigger puts out: the event, its time and account, and for posting events the words of the TikTok node.
 * An event whose content is not as documented comes as it is, in `content`.
 */
export function toOutput(notification: Notification): IDataObject {
	const { event, createTime, openId, content } = notification;
	const head = { event, event_time: isoTime(createTime), open_id: openId };
	if (Object.hasOwn(statuses, event)) {
		const post = postOutput(notification);
		if (post) return { ...head, ...post };
	}
	const removal = removalContentSchema.safeParse(content);
	if (event === eventNames.authorizationRemoved && removal.success) {
		const reason = Number(removal.data.reason ?? 0);
		return {
			...head,
			reason,
			reason_message: removals[reason] ?? removals[0],
			way_out:
				'The connection has ended. Open the TikTok credential in n8n and connect the account again.',
		};
	}
	return { ...head, content: content as IDataObject[string] };
}

function postOutput(notification: Notification): IDataObject | undefined {
	const content = postContentOf(notification);
	if (!content) return undefined;
	const { event } = notification;
	const publishId = content.publish_id ?? null;
	const output = toPostOutput(
		{ publishId: publishId ?? '', media: mediaOf(publishId ?? '') },
		{
			status: statuses[event],
			publicaly_available_post_id: content.post_id,
			fail_reason: content.reason ?? content.fail_reason,
		},
	);
	const known = { ...output, publish_id: publishId, publish_type: content.publish_type ?? null };
	if (event === eventNames.noLongerAvailable)
		return { ...known, status: null, verdict: 'no_longer_public' };
	if (output.fail_reason === null) return known;
	const { happened, wayOut } = explain(output.fail_reason, '', 'unknown_fail_reason');
	return { ...known, fail_message: happened, fail_way_out: wayOut };
}

function isoTime(seconds: number | null): string | null {
	const time = new Date(seconds === null ? Number.NaN : seconds * 1000);
	return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
