import { showFor } from '../../../shared/fields/showFor';
import { requireStatus } from '../../../shared/api/status';
import { defineOperation } from '../../operation';
import { toVerdict } from '../../post/output';
import { postContext, publishIdField, readPublishId } from './publishId';

/** One status call. A post that TikTok gave up is an output with the verdict `failed`, reason and way out. */
export const getStatus = defineOperation({
	description: showFor({ resource: ['publish'], operation: ['getStatus'] }, [publishIdField]),
	read: (context, itemIndex) => ({ publishId: readPublishId(context, itemIndex) }),
	async execute(session, _itemIndex, { publishId }) {
		const status = await requireStatus(session.client, publishId);
		const post = await postContext(session, publishId, status.publicaly_available_post_id);
		return toVerdict(post, status, false);
	},
});
