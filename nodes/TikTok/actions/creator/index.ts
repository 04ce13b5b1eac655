import type { INodeProperties } from 'n8n-workflow';

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['creator'] } },
		options: [
			{
				name: 'Get Info',
				value: 'getInfo',
				action: 'Get info on what the account may post',
				description:
					'Read what the connected account may post: privacy levels, interactions, longest video',
			},
		],
		default: 'getInfo',
	},
];
