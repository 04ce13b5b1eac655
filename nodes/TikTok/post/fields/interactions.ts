import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readSwitch } from '../../../shared/fields/switches';

/** All off by default, as TikTok demands: https://developers.tiktok.com/doc/content-sharing-guidelines. */
export const allowComment: INodeProperties = {
	displayName: 'Allow Comments',
	name: 'allowComment',
	type: 'boolean',
	default: false,
	description: 'Whether people may comment on the post',
};

export const allowDuet: INodeProperties = {
	displayName: 'Allow Duet',
	name: 'allowDuet',
	type: 'boolean',
	default: false,
	description: 'Whether people may make duets with the video',
};

export const allowStitch: INodeProperties = {
	displayName: 'Allow Stitch',
	name: 'allowStitch',
	type: 'boolean',
	default: false,
	description: 'Whether people may use parts of the video in theirs',
};

export const isAiGenerated: INodeProperties = {
	displayName: 'AI-Generated Content',
	name: 'isAigc',
	type: 'boolean',
	default: false,
	description:
		'Whether the content was made or largely changed by AI. TikTok then labels the post, and its rules ask for the label.',
	hint: 'Once it is posted, the label cannot be taken off',
};

/** Reads one of the switches above. */
export function isOn(
	context: IExecuteFunctions,
	{ displayName, name }: INodeProperties,
	itemIndex: number,
): boolean {
	return readSwitch(displayName, context.getNodeParameter(name, itemIndex, false));
}
