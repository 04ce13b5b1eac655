import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readChoice } from '../../shared/fields/choices';
import { simplify } from '../../shared/fields/simplify';
import { readSwitch } from '../../shared/fields/switches';
import { readLines } from '../../shared/fields/texts';
import { isNothing, plain } from '../../shared/fields/values';

const outputs = [
	{ name: 'Simplified', value: 'simplified' },
	{ name: 'Raw', value: 'raw' },
	{ name: 'Selected Fields', value: 'selectedFields' },
] as const;

const selected = 'Fields to Include';

/** A record that is put out: a video or a user. */
export interface RecordFields {
	/** Always put out. */
	id: string;
	/** What can be chosen, in the order of the list. */
	all: readonly string[];
	/** The record with its most useful fields alone, some of which may be ours. */
	simplified(raw: IDataObject): IDataObject;
}

const words: Record<string, string> = { id: 'ID', url: 'URL', html: 'HTML', aigc: 'AI-Generated' };

/** `share_url` as `Share URL`. */
const labelOf = (field: string): string =>
	field
		.split('_')
		.map((word) => words[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');

const optionsOf = ({ all }: RecordFields) =>
	all
		.map((value) => ({ name: labelOf(value), value }))
		.sort((one, other) => (one.name < other.name ? -1 : 1));

/**
 * How much of a record is put out: a switch, and three choices where an agent calls the node, whose model has little room
 * (https://docs.n8n.io/connect/create-nodes/build-your-node/reference/ux-guidelines). A host that does not know the condition shows the
 * switch.
 */
export const outputFields = (record: RecordFields): INodeProperties[] => [
	{ ...simplify, displayOptions: { hide: { '@tool': [true] } } },
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [...outputs],
		default: 'simplified',
		description: 'How much of the answer the model gets',
		displayOptions: { show: { '@tool': [true] } },
	},
	{
		displayName: selected,
		name: 'outputFields',
		type: 'multiOptions',
		options: optionsOf(record),
		default: [],
		description: 'The fields to put out, beside the ID',
		displayOptions: { show: { '@tool': [true], output: ['selectedFields'] } },
	},
];

/** Makes the output of TikTok's record. */
export type Shape = (raw: IDataObject) => IDataObject;

/** @throws ParameterError for a choice that there is not */
export function readOutput(
	context: IExecuteFunctions,
	itemIndex: number,
	record: RecordFields,
): Shape {
	// n8n leaves parameters out that are not shown.
	const chosen = plain(context.getNodeParameter('output', itemIndex, ''));
	const kind = isNothing(chosen)
		? readSwitch('Simplify', context.getNodeParameter('simple', itemIndex, true), true)
			? 'simplified'
			: 'raw'
		: readChoice('Output', chosen, outputs);
	if (kind === 'simplified') return record.simplified;
	if (kind === 'raw') return (raw) => raw;
	const keys = new Set([record.id, ...readFields(context, itemIndex, record)]);
	return (raw) => {
		const whole: IDataObject = { ...record.simplified(raw), ...raw };
		return Object.fromEntries(
			[...keys].filter((key) => key in whole).map((key) => [key, whole[key]]),
		);
	};
}

function readFields(context: IExecuteFunctions, itemIndex: number, record: RecordFields): string[] {
	const options = optionsOf(record);
	const must = 'names of fields';
	const wayOut = 'Choose them from the list.';
	return readLines(selected, context.getNodeParameter('outputFields', itemIndex, []), /[,;\r\n]+/, {
		must,
		wayOut,
	}).map((field) => readChoice(selected, field, options));
}
