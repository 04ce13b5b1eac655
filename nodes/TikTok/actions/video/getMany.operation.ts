import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { listVideos } from '../../../shared/api/listVideos';
import { ParameterError } from '../../../shared/errors/parameterError';
import { showFor } from '../../../shared/fields/showFor';
import { simplify } from '../../../shared/fields/simplify';
import { simplifyVideo } from '../../../shared/api/simplifyVideo';
import { readSwitch } from '../../../shared/fields/switches';
import type { Session } from '../../session';

const returnAllOrLimit: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

export const description: INodeProperties[] = showFor(
	{ resource: ['video'], operation: ['getAll'] },
	[
		...returnAllOrLimit,
		simplify,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Posted Before',
					name: 'postedBefore',
					type: 'dateTime',
					default: '',
					description:
						'Only videos that were posted before this time; the newest come first. A time without a zone counts in the time zone of n8n’s process.',
				},
			],
		},
	],
);

export async function execute(
	{ context, client }: Session,
	itemIndex: number,
): Promise<IDataObject[]> {
	const returnAll = readSwitch('Return All', context.getNodeParameter('returnAll', itemIndex));
	const limit = returnAll ? Infinity : readLimit(context.getNodeParameter('limit', itemIndex));
	const simple = readSwitch('Simplify', context.getNodeParameter('simple', itemIndex, true));
	const { postedBefore } = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const output: IDataObject[] = [];
	for await (const video of listVideos(client, { limit, beforeMs: readTime(postedBefore) })) {
		output.push(simple ? simplifyVideo(video) : (video as IDataObject));
	}
	return output;
}

/** @throws ParameterError when it is not a whole number, 1 or more */
function readLimit(value: unknown): number {
	const limit = Number(value);
	if (Number.isInteger(limit) && limit >= 1) return limit;
	throw new ParameterError(
		'Limit',
		'‘Limit’ must be a whole number, 1 or more',
		'Enter how many videos you want at most, such as 50.',
	);
}

/** @returns UTC ms, or undefined where no time is given */
function readTime(value: unknown): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const ms = new Date(String(value)).getTime();
	if (Number.isFinite(ms)) return ms;
	throw new ParameterError(
		'Posted Before',
		'‘Posted Before’ is not a date',
		'Choose a date, or pass one such as 2026-11-22T10:00:00Z.',
	);
}
