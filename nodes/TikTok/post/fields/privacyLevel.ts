import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';
import { textIn } from '../../../shared/fields/texts';
import { isNothing, plain, refusal } from '../../../shared/fields/values';

/** TikTok's privacy levels: https://developers.tiktok.com/doc/content-posting-api-reference-direct-post. */
export const privacyLevels = {
	everyone: 'PUBLIC_TO_EVERYONE',
	friends: 'MUTUAL_FOLLOW_FRIENDS',
	followers: 'FOLLOWER_OF_CREATOR',
	onlyMe: 'SELF_ONLY',
} as const;

const parameter = 'Privacy Level';
const chooseFromList =
	'Choose from the list who may watch the post: TikTok wants the choice to be made by you.';
const values = `In an expression use one of ${Object.values(privacyLevels).join(', ')}.`;

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

/** Without regard to capitals and to what stands between words; what follows a bracket or comma only explains. */
const wordsOf = (text: string) =>
	text
		.toLowerCase()
		.split(/\s*[(,]/)[0]
		.replace(/[\s_-]+/g, ' ');

/** The level that TikTok or its app calls so: people and models write both, in all spellings. */
function levelOfName(name: string): string | undefined {
	const words = wordsOf(name);
	return Object.keys(names).find((level) => [level, names[level]].map(wordsOf).includes(words));
}

/** Live from creator info and without a default, as TikTok demands: https://developers.tiktok.com/doc/content-sharing-guidelines. */
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
	const given = plain(context.getNodeParameter('privacyLevel', itemIndex, ''));
	if (isNothing(given)) {
		throw new ParameterError(
			parameter,
			`‘${parameter}’ is not chosen`,
			`${chooseFromList} ${values}`,
		);
	}
	// A level that is new to the node is held against those that the account offers.
	const text = typeof given === 'string' ? textIn(given) : undefined;
	if (text !== undefined) return levelOfName(text) ?? text;
	throw refusal(parameter, 'one of TikTok’s privacy levels', given, `${chooseFromList} ${values}`);
}
