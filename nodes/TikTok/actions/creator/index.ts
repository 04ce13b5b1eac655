import { defineResource } from '../resource';
import { getInfo } from './getInfo.operation';

export const creator = defineResource(
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['creator'] } },
		options: [
			{
				name: 'Get',
				value: 'getInfo',
				action: 'Get creator',
				description:
					'Retrieve what the connected account may post: privacy levels, interactions, longest video',
			},
		],
		default: 'getInfo',
	},
	{ getInfo },
);
