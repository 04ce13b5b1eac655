import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterIssue } from '../../shared/errors/failures';
import { readSwitch } from './switches';

const maxWait: INodeProperties = {
	displayName: 'Maximum Wait (Minutes)',
	name: 'maxWaitMinutes',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 720 },
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

/** Options of the posting operations, A–Z; a video has further ones of its own. */
export const postOptions = (own: INodeProperties[] = [], link = true): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		...own,
		maxWait,
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
				'Whether to wait until TikTok has processed the post, which can take some minutes. On unless it is switched off here.',
		},
		...(link ? [untilPublic] : []),
	],
});

/** How an operation ends. */
export interface Completion {
	validateOnly: boolean;
	waits: boolean;
	maxWaitMs: number;
	untilPublic: boolean;
	stopOnFailed: boolean;
}

/** @throws ParameterIssue when the maximum wait is no number of minutes */
export function readCompletion(context: IExecuteFunctions, itemIndex: number): Completion {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const minutes = Number(options.maxWaitMinutes ?? 10);
	if (!Number.isFinite(minutes) || minutes < 0) {
		throw new ParameterIssue(
			'Maximum Wait (Minutes)',
			'‘Maximum Wait (Minutes)’ is no number of minutes',
			'Enter a number from 0 to 720.',
		);
	}
	return {
		validateOnly: readSwitch('Validate Only', options.validateOnly),
		waits: readSwitch('Wait for Completion', options.waitForCompletion, true),
		maxWaitMs: Math.min(minutes, 720) * 60_000,
		untilPublic: readSwitch('Wait for the Link', options.untilPublic, true),
		stopOnFailed: readSwitch('Stop When Not Published', options.stopOnFailed, true),
	};
}
