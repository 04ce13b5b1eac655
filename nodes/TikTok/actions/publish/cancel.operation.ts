import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { TikTokError } from '../../../shared/errors/tikTokError';
import { showFor } from '../../../shared/fields/showFor';
import { askStatus } from '../../../shared/api/status';
import { toVerdict } from '../../post/output';
import type { Session } from '../../session';
import { postContext, publishIdField, readPublishId } from './publishId';

export const description: INodeProperties[] = showFor(
	{ resource: ['publish'], operation: ['cancel'] },
	[
		{
			displayName:
				'TikTok cancels posts that it is still downloading from a URL. A post that it already processes can no longer be stopped; delete it in the TikTok app instead.',
			name: 'cancelNotice',
			type: 'notice',
			default: '',
		},
		publishIdField,
	],
);

/**
 * Cancelling is best effort (reference T§9), so TikTok is asked afterwards what became of the post: the output has
 * `cancelled` only where it says so.
 */
export async function execute(session: Session, itemIndex: number): Promise<IDataObject> {
	const { client } = session;
	const publishId = readPublishId(session, itemIndex);
	await client.call(endpoints.publishCancel, { body: { publish_id: publishId } });
	const status = await askStatus(client, publishId);
	if (status instanceof TikTokError) throw status;
	const post = await postContext(session, publishId, status.publicaly_available_post_id);
	const output = toVerdict(post, status, false);
	return { ...output, cancelled: output.fail_reason === 'publish_cancelled' };
}
