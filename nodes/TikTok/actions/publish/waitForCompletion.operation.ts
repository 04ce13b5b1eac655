import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { cancelSignalOf } from '../../../shared/context';
import { showFor } from '../../../shared/fields/showFor';
import { readSwitch } from '../../../shared/fields/switches';
import { awaitVerdict } from '../../post/awaitVerdict';
import { readCompletion, waitOptions } from '../../post/fields/postOptions';
import { toVerdict } from '../../post/output';
import { defineOperation } from '../../operation';
import { postContext, publishIdField, readPublishId } from './publishId';

const description: INodeProperties[] = showFor(
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
export const waitForCompletion = defineOperation({
	description,
	read(context, itemIndex) {
		const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
		const { maxWaitMs, stopOnFailed } = readCompletion(context, itemIndex);
		return {
			publishId: readPublishId(context, itemIndex),
			maxWaitMs,
			stopOnFailed,
			// The privacy of the post is not known here, so the link is waited for only on request.
			until: readSwitch('Wait for the Link', options.untilPublic)
				? ('public' as const)
				: ('verdict' as const),
		};
	},
	async execute(session, _itemIndex, { stopOnFailed, ...waiting }) {
		const { client, context, progress } = session;
		const signal = cancelSignalOf(context);
		const status = await awaitVerdict(client, { ...waiting, signal, progress });
		const postIds = status.publicaly_available_post_id ?? [];
		const post = await postContext(session, waiting.publishId, postIds);
		return toVerdict(post, status, stopOnFailed);
	},
});
