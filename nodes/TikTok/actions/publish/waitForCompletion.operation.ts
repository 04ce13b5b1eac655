import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { cancelSignalOf } from '../../../shared/context';
import { showFor } from '../../../shared/fields/showFor';
import { readSwitch } from '../../../shared/fields/switches';
import { awaitVerdict } from '../../post/awaitVerdict';
import { readCompletion, waitOptions } from '../../post/fields/postOptions';
import { toVerdict } from '../../post/output';
import type { Session } from '../../session';
import { postContext, publishIdField, readPublishId } from './publishId';

export const description: INodeProperties[] = showFor(
	{ resource: ['publish'], operation: ['waitForCompletion'] },
	[
		publishIdField,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				...waitOptions,
				{
					displayName: 'Wait for the Link',
					name: 'untilPublic',
					type: 'boolean',
					default: false,
					description:
						'Whether to go on waiting until the ID and link of the public post are known; for a draft, until it was posted in the TikTok app. Use it only for posts that everyone may watch: other posts get no public ID, and the wait runs to its maximum.',
				},
			],
		},
	],
);

/** Ends at a final status, or at the maximum with the verdict `processing`. */
export async function execute(session: Session, itemIndex: number): Promise<IDataObject> {
	const { context, client } = session;
	const publishId = readPublishId(session, itemIndex);
	const { maxWaitMs, stopOnFailed } = readCompletion(context, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const status = await awaitVerdict(client, {
		publishId,
		maxWaitMs,
		// The privacy of the post is not known here, so the link is waited for only on request.
		untilPublic: readSwitch('Wait for the Link', options.untilPublic),
		signal: cancelSignalOf(context),
	});
	const post = await postContext(session, publishId, status.publicaly_available_post_id);
	return toVerdict(post, status, stopOnFailed);
}
