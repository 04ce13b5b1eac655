import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';

/** TikTok's privacy levels (reference T§4.1). */
export const privacyLevels = {
	everyone: 'PUBLIC_TO_EVERYONE',
	friends: 'MUTUAL_FOLLOW_FRIENDS',
	followers: 'FOLLOWER_OF_CREATOR',
	onlyMe: 'SELF_ONLY',
} as const;

const names: Record<string, string> = {
	[privacyLevels.everyone]: 'Everyone',
	[privacyLevels.friends]: 'Friends (Followers You Follow Back)',
	[privacyLevels.followers]: 'Followers',
	[privacyLevels.onlyMe]: 'Only Me',
};

/** The level in the app's words; one that is new to the node keeps TikTok's. */
export function privacyLevelName(level: string): string {
	return Object.hasOwn(names, level) ? names[level] : level;
}

/** The level that the app calls so: people and models write these words into expressions. */
function levelOfName(name: string): string | undefined {
	const [wanted] = name.toLowerCase().split(' (');
	return Object.keys(names).find((level) => names[level].toLowerCase().split(' (')[0] === wanted);
}

/** Live from creator info and without a default, as TikTok demands (T§13, 2b). */
export const privacyLevelField: INodeProperties = {
	displayName: 'Privacy Level Name or ID',
	name: 'privacyLevel',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getPrivacyLevels' },
	required: true,
	default: '',
	hint: 'As long as your app has not passed TikTok’s audit, TikTok accepts only “Only Me”, and only while the account itself is private',
	description:
		'Who can watch the post. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

/** @throws ParameterError when none is chosen */
export function readPrivacyLevel(context: IExecuteFunctions, itemIndex: number): string {
	const value = context.getNodeParameter('privacyLevel', itemIndex, '');
	const level = typeof value === 'string' ? value.trim() : '';
	if (level !== '') return levelOfName(level) ?? level;
	throw new ParameterError(
		'Privacy Level',
		'‘Privacy Level’ is not chosen',
		'Choose from the list who may watch the post: TikTok wants the choice to be made by you. In an expression use one of PUBLIC_TO_EVERYONE, MUTUAL_FOLLOW_FRIENDS, FOLLOWER_OF_CREATOR, SELF_ONLY.',
	);
}
