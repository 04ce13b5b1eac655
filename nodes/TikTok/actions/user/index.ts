import { defineResource } from '../resource';
import { getInfo } from './getInfo.operation';

export const user = defineResource(
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['user'] } },
		options: [
			{
				name: 'Get',
				value: 'getInfo',
				action: 'Get user profile',
				description: 'Retrieve name, picture, profile and counts of the connected account',
			},
		],
		default: 'getInfo',
	},
	{ getInfo },
);
