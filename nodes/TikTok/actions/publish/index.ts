import { defineResource } from '../resource';
import { cancel } from './cancel.operation';
import { getStatus } from './getStatus.operation';
import { waitForCompletion } from './waitForCompletion.operation';

export const publish = defineResource(
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['publish'] } },
		options: [
			{
				name: 'Cancel',
				value: 'cancel',
				action: 'Cancel post',
				description: 'Stop a post that TikTok is still downloading',
			},
			{
				name: 'Get Status',
				value: 'getStatus',
				action: 'Get post status',
				description: 'Retrieve from TikTok, once, how far a post is',
			},
			{
				name: 'Wait for Completion',
				value: 'waitForCompletion',
				action: 'Wait for post completion',
				description: 'Ask TikTok until a post is published, in the inbox, or given up',
			},
		],
		default: 'getStatus',
	},
	{ cancel, getStatus, waitForCompletion },
);
