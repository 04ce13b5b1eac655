import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { listVideos } from '../../../shared/api/listVideos';
import { numberIn, readNumber } from '../../../shared/fields/numbers';
import { showFor } from '../../../shared/fields/showFor';
import { readSwitch } from '../../../shared/fields/switches';
import { dateIn, isNothing, plain, refusal } from '../../../shared/fields/values';
import { defineOperation } from '../../operation';
import { outputFields, readOutput } from '../output';
import { videoRecord } from './get.operation';

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

const description: INodeProperties[] = showFor({ resource: ['video'], operation: ['getAll'] }, [
	...returnAllOrLimit,
	...outputFields(videoRecord),
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
]);

export const getMany = defineOperation({
	description,
	read(context, itemIndex) {
		const returnAll = readSwitch(
			'Return All',
			context.getNodeParameter('returnAll', itemIndex, false),
		);
		const { postedBefore } = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
		return {
			limit: returnAll ? Infinity : readLimit(context.getNodeParameter('limit', itemIndex, '')),
			shape: readOutput(context, itemIndex, videoRecord),
			beforeMs: readTime(postedBefore),
		};
	},
	async execute({ client }, _itemIndex, { limit, shape, beforeMs }) {
		const output: IDataObject[] = [];
		for await (const video of listVideos(client, { limit, beforeMs })) {
			output.push(shape(video as IDataObject));
		}
		return output;
	},
});

function readLimit(value: unknown): number {
	const rule = {
		must: 'a whole number, 1 or more',
		wayOut: 'Enter how many videos you want at most, such as 50.',
		min: 1,
		whole: true,
	};
	return readNumber('Limit', value, rule) ?? 50;
}

/** Times in seconds or milliseconds since 1970: which of them follows from the size, for the years 2001 to 5138. */
const [minSeconds, minMs, maxMs] = [1e9, 1e11, 1e14];

/**
 * @param value text, a date, or a time since 1970, as TikTok's `create_time`
 * @returns UTC ms, or undefined where no time is given
 * @throws ParameterError when it is not a date
 */
function readTime(value: unknown): number | undefined {
	const given = plain(value);
	if (isNothing(given)) return undefined;
	const ms = dateIn(given)?.getTime() ?? momentIn(given);
	if (Number.isFinite(ms)) return ms;
	const wayOut = 'Choose a date, or pass one such as 2026-11-22T10:00:00Z.';
	throw refusal('Posted Before', 'a date', given, wayOut);
}

/** @returns UTC ms, or NaN */
function momentIn(value: unknown): number {
	const number = numberIn(value);
	if (number >= minSeconds && number < maxMs) return number < minMs ? number * 1000 : number;
	// Without a year, JavaScript reads dates into texts that are none.
	const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	return /(?<!\d)\d{4}(?!\d)/.test(text) ? new Date(text).getTime() : NaN;
}
