import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { listVideos } from '../../../shared/api/listVideos';
import { ParameterIssue } from '../../../shared/errors/failures';
import { returnAllOrLimit, showFor, simplify } from '../../../shared/fields';
import { simplifyVideo } from '../../../shared/output/simplifyVideo';
import { readSwitch } from '../../../shared/parameters/switches';
import type { Session } from '../../session';

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

/** @throws ParameterIssue when it is no whole number from 1 on */
function readLimit(value: unknown): number {
	const limit = Number(value);
	if (Number.isInteger(limit) && limit >= 1) return limit;
	throw new ParameterIssue(
		'Limit',
		'‘Limit’ is no whole number from 1 on',
		'Enter how many videos you want at most, such as 50.',
	);
}

/** @returns UTC ms, or undefined where no time is given */
function readTime(value: unknown): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const ms = new Date(String(value)).getTime();
	if (Number.isFinite(ms)) return ms;
	throw new ParameterIssue(
		'Posted Before',
		'‘Posted Before’ is no time',
		'Choose a date, or pass one such as 2026-11-22T10:00:00Z.',
	);
}
