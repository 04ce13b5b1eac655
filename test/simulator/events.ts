/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import { EventEmitter } from 'node:events';

import type { FailReason, Grant, Post, PublishTask, RemovalReason } from './model';

/**
 * What happens to posts and grants, under the names of https://developers.tiktok.com/doc/webhooks-events and
 * https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status
 */
export interface PublishEvents {
	'post.publish.failed': [{ task: PublishTask; reason: FailReason }];
	'post.publish.complete': [{ task: PublishTask; post: Post }];
	'post.publish.inbox_delivered': [{ task: PublishTask }];
	'post.publish.publicly_available': [{ task: PublishTask; post: Post }];
	/** Sic: "publicaly" here, "publicly" above. */
	'post.publish.no_longer_publicaly_available': [{ task: PublishTask; post: Post }];
	'authorization.removed': [{ grant: Grant; reason: RemovalReason }];
}

export class PublishEventEmitter extends EventEmitter<PublishEvents> {}
