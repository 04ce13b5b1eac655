import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';
import { readNumber } from '../../../shared/fields/numbers';
import { readSwitch } from '../../../shared/fields/switches';
import { readLine } from '../../../shared/fields/texts';

const maxWaitName = 'Maximum Wait (Minutes)';

/** In minutes. */
const longestWait = 720;

const maxWait: INodeProperties = {
	displayName: maxWaitName,
	name: 'maxWaitMinutes',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: longestWait },
	default: 10,
	description:
		'How long to wait at most. After that the output says “processing”; the post goes on and Publish → Get Status tells the rest.',
};

const stopOnFailed: INodeProperties = {
	displayName: 'Stop When Not Published',
	name: 'stopOnFailed',
	type: 'boolean',
	default: true,
	description:
		'Whether to stop with an error when TikTok gives the post up. When off, the output has the verdict “failed” and the reason.',
};

const untilPublic: INodeProperties = {
	displayName: 'Wait for the Link',
	name: 'untilPublic',
	type: 'boolean',
	default: true,
	description:
		'Whether to go on waiting until TikTok’s moderation has let the post through and its ID and link are known. Applies to posts for everyone; other posts get no public ID.',
};

/** Options of Wait for Completion. */
export const waitOptions: INodeProperties[] = [maxWait, stopOnFailed];

const endOptions: INodeProperties[] = [
	{
		displayName: 'Forget Post Once Key',
		name: 'forgetPostOnceKey',
		type: 'boolean',
		default: true,
		description:
			'Whether to forget that the Post Once Key was seen, and post again. Switch it off again afterwards.',
	},
	maxWait,
	{
		displayName: 'Post Once Key',
		name: 'postOnceKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. render-42',
		hint: 'Usually an expression for what is the same for the same post, such as the ID of the table row or of the generated video',
		description:
			'A second item with the same key is not posted again, in this and every later run of this node, restarts included. It passes through with the verdict “skipped”. The node remembers the last 2,000 keys.',
	},
	stopOnFailed,
	{
		displayName: 'Validate Only',
		name: 'validateOnly',
		type: 'boolean',
		default: true,
		description:
			'Whether to check everything and stop before anything is posted. The output shows what would be sent.',
	},
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: true,
		description:
			'Whether to wait until TikTok has processed the post, which can take some minutes. On unless it is switched off here. With Files From n8n the node waits in any case until TikTok has the photos.',
	},
];

/** Options of the posting operations; most have further ones of their own. */
export const postOptions = (own: INodeProperties[] = [], link = true): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...own, ...endOptions, ...(link ? [untilPublic] : [])].sort((one, other) =>
		one.displayName < other.displayName ? -1 : 1,
	),
});

/** How an operation ends. */
export interface Completion {
	validateOnly: boolean;
	waits: boolean;
	maxWaitMs: number;
	untilPublic: boolean;
	stopOnFailed: boolean;
	/** Empty where posts are not to be remembered. */
	postOnceKey: string;
	forgetKey: boolean;
}

/** @throws ParameterError when one of the options cannot be used */
export function readCompletion(context: IExecuteFunctions, itemIndex: number): Completion {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const minutes = readNumber(maxWaitName, options.maxWaitMinutes, {
		must: 'a number of minutes, 0 or more',
		wayOut: `Enter a number from 0 to ${longestWait}.`,
		min: 0,
	});
	return {
		validateOnly: readSwitch('Validate Only', options.validateOnly),
		waits: readSwitch('Wait for Completion', options.waitForCompletion, true),
		maxWaitMs: Math.min(minutes ?? 10, longestWait) * 60_000,
		untilPublic: readSwitch('Wait for the Link', options.untilPublic, true),
		stopOnFailed: readSwitch('Stop When Not Published', options.stopOnFailed, true),
		// An expression that gives nothing leaves the option there, without a value.
		postOnceKey: 'postOnceKey' in options ? readPostOnceKey(options.postOnceKey) : '',
		forgetKey: readSwitch('Forget Post Once Key', options.forgetPostOnceKey),
	};
}

/** An expression that gives nothing would make every item the same, or protect none: it is refused. */
function readPostOnceKey(value: unknown): string {
	const parameter = 'Post Once Key';
	const wayOut =
		'Enter what is the same for the same post, such as {{ $json.id }}, and check that the item has it. Or remove the option.';
	const key = readLine(parameter, value, { must: 'text or a number', wayOut });
	if (key !== '') return key;
	throw new ParameterError(parameter, `‘${parameter}’ is empty`, wayOut);
}
