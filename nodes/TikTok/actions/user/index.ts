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
				name: 'Get Info',
				value: 'getInfo',
				action: 'Get info on the profile of the account',
				description: 'Read name, picture, profile and counts of the connected account',
			},
		],
		default: 'getInfo',
	},
	{ getInfo },
);
