import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { TikTokError } from '../../../shared/errors/tikTokError';
import { showFor } from '../../../shared/fields/showFor';
import { askStatus } from '../../../shared/api/status';
import { toVerdict } from '../../post/output';
import type { Session } from '../../session';
import { postContext, publishIdField, readPublishId } from './publishId';

export const description: INodeProperties[] = showFor(
	{ resource: ['publish'], operation: ['getStatus'] },
	[publishIdField],
);

/** One status call. A post that TikTok gave up is an output with the verdict `failed`, reason and way out. */
export async function execute(session: Session, itemIndex: number): Promise<IDataObject> {
	const publishId = readPublishId(session, itemIndex);
	const status = await askStatus(session.client, publishId);
	if (status instanceof TikTokError) throw status;
	const post = await postContext(session, publishId, status.publicaly_available_post_id);
	return toVerdict(post, status, false);
}
