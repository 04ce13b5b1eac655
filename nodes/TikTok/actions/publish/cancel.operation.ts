import { endpoints } from '../../../shared/api/endpoints';
import { aboutPost, askStatus } from '../../../shared/api/status';
import { rethrow } from '../../../shared/errors/rethrow';
import { TikTokError } from '../../../shared/errors/tikTokError';
import { showFor } from '../../../shared/fields/showFor';
import { defineOperation } from '../../operation';
import { toVerdict } from '../../post/output';
import type { Session } from '../../session';
import { postContext, publishIdField, readPublishId } from './publishId';

const description = showFor({ resource: ['publish'], operation: ['cancel'] }, [
	{
		displayName:
			'TikTok cancels posts that it is still downloading from a URL. A post that it already processes can no longer be stopped; delete it in the TikTok app instead.',
		name: 'cancelNotice',
		type: 'notice',
		default: '',
	},
	publishIdField,
]);

/**
 * Cancelling is best effort, so TikTok is asked afterwards what became of the post: the output has `cancelled` only where it says so
 * (https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide).
 */
export const cancel = defineOperation({
	description,
	read: (context, itemIndex) => ({ publishId: readPublishId(context, itemIndex) }),
	async execute(session, _itemIndex, { publishId }) {
		const refusal = await askToCancel(session, publishId);
		const status = await askStatus(session.client, publishId);
		if (status instanceof TikTokError) throw refusal ?? status;
		const isCancelled = status.fail_reason === 'publish_cancelled';
		// A cancel whose answer was lost is asked for again, and TikTok refuses that: there is nothing left to cancel.
		if (refusal && !isCancelled) throw refusal;
		const post = await postContext(session, publishId, status.publicaly_available_post_id);
		return { ...toVerdict(post, status, false), cancelled: isCancelled };
	},
});

/** @returns TikTok's word that the post can no longer be cancelled, or that its answer was lost; the status tells which */
async function askToCancel(
	{ client }: Session,
	publishId: string,
): Promise<TikTokError | undefined> {
	try {
		await client.call(endpoints.publishCancel, { body: { publish_id: publishId } });
		return undefined;
	} catch (error) {
		if (!(error instanceof TikTokError)) return rethrow(error);
		const failure = aboutPost(error, publishId);
		const isOpen = error.code === 'publish_not_cancellable' || error.explanation.retry === 'retry';
		return isOpen ? failure : rethrow(failure);
	}
}
