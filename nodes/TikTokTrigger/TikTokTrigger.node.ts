import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';

import { pollOnce } from './poll';
import * as postPublished from './events/postPublished';
import * as publishFinished from './events/publishFinished';

export class TikTokTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok Trigger',
		name: 'tikTokTrigger',
		icon: { light: 'file:../TikTok/tiktok.svg', dark: 'file:../TikTok/tiktok.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { postPublished: "post published", publishFinished: "publish finished" }[$parameter["event"]] }}',
		// n8n shows it for the whole entry “TikTok” of its node list, actions included.
		description:
			'Post videos and photos on TikTok, or start when a post is public or has come to its final status',
		defaults: { name: 'TikTok Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tikTokOAuth2Api', required: true }],
		properties: [
			{
				displayName: 'Event',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Post Published',
						value: 'postPublished',
						description:
							'A new public video of the connected account, however it was posted. Needs the permission List Videos on the credential.',
					},
					{
						name: 'Publish Finished',
						value: 'publishFinished',
						description:
							'A post made with the TikTok node is published, in the inbox, or given up by TikTok',
					},
				],
				default: 'postPublished',
			},
			...postPublished.description,
			...publishFinished.description,
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollOnce(this);
	}
}
