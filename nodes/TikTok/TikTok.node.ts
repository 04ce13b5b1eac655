import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { resources, type ResourceName } from './actions';
import { searchVideos } from './methods/listSearch';
import { getPrivacyLevels } from './methods/loadOptions';
import { router } from './router';

export class TikTok implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok',
		name: 'tikTok',
		icon: { light: 'file:tiktok.svg', dark: 'file:tiktok.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Publish videos and photos on TikTok, and follow what becomes of them',
		defaults: { name: 'TikTok' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tikTokOAuth2Api', required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Creator', value: 'creator' },
					{ name: 'Photo', value: 'photo' },
					{ name: 'Publish', value: 'publish' },
					{ name: 'User', value: 'user' },
					{ name: 'Video', value: 'video' },
				] satisfies Array<{ name: string; value: ResourceName }>,
				default: 'video',
			},
			...Object.values(resources).flatMap(({ description }) => description),
		],
	};

	methods = { listSearch: { searchVideos }, loadOptions: { getPrivacyLevels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router(this);
	}
}
