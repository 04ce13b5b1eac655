import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import * as creator from './actions/creator';
import * as photo from './actions/photo';
import * as publish from './actions/publish';
import * as user from './actions/user';
import * as video from './actions/video';
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
				],
				default: 'video',
			},
			...creator.description,
			...photo.description,
			...publish.description,
			...user.description,
			...video.description,
		],
	};

	methods = { loadOptions: { getPrivacyLevels } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router(this);
	}
}
