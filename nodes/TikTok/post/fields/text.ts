import type { INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';
import { textIn } from '../../../shared/fields/texts';
import { isNothing, refusal, unwrapped, wholeCharacters } from '../../../shared/fields/values';
import { withHashtags } from './hashtags';

/**
 * Longest texts, in UTF-16 units. The panel and the messages are made from them.
 * https://developers.tiktok.com/doc/content-posting-api-reference-direct-post,
 * https://developers.tiktok.com/doc/content-posting-api-reference-photo-post
 */
export const textLimits = { caption: 2200, photoTitle: 90, photoDescription: 4000 } as const;

const inWords = (count: number) => count.toLocaleString('en');
const atMost = (limit: number) =>
	`at most ${inWords(limit)} characters, an emoji counts two or more`;

export const captionField: INodeProperties = {
	displayName: 'Caption',
	name: 'caption',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. A minute in the clouds #travel #ai',
	hint: 'TikTok’s app shows line breaks only in a caption that is long enough to be cut off by “more”',
	description: `The text under the video, with #hashtags and @mentions: ${atMost(textLimits.caption)}`,
};

export const photoTitleField: INodeProperties = {
	displayName: 'Title',
	name: 'photoTitle',
	type: 'string',
	default: '',
	placeholder: 'e.g. Three days in Lisbon',
	description: `The title of the photos: ${atMost(textLimits.photoTitle)}`,
};

export const photoDescriptionField: INodeProperties = {
	displayName: 'Description',
	name: 'photoDescription',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. Where we ate and what it cost #lisbon',
	description: `The text under the photos, with #hashtags and @mentions: ${atMost(textLimits.photoDescription)}`,
};

/** What ends a line in some system or program: Windows, old Macs, Word, and Unicode's separators. */
const lineBreaks = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;

/** Control characters, such as the NUL that databases leave, and the mark at the beginning of files. */
const unseen = /[^\P{Cc}\t\n]|\uFEFF/gu;

/**
 * The text of a post as it is meant: hashtags, mentions, line breaks, emoji and direction marks are kept. A non-breaking
 * space becomes a space, since TikTok sees the end of a hashtag only at a space or line break.
 *
 * @param parameter the parameter's label
 * @param limit in UTF-16 units, as JavaScript counts: an emoji has two or more
 * @param hashtags to be added
 * @throws ParameterError when it is too long, or not text
 */
export function readText(
	parameter: string,
	value: unknown,
	limit: number,
	hashtags: string[] = [],
): string {
	const given = unwrapped(value);
	const written = isNothing(given) ? '' : textIn(given);
	if (written === undefined) {
		throw refusal(
			parameter,
			'text',
			given,
			'Let the expression give text, for example {{ $json.caption }} for one field of the item.',
		);
	}
	const own = wholeCharacters(
		written.replace(lineBreaks, '\n').replace(unseen, '').replaceAll('\u00a0', ' '),
	);
	const text = withHashtags(own, hashtags);
	if (text.length <= limit) return text;
	throw new ParameterError(
		parameter,
		`‘${parameter}’${text === own ? '' : ' with its ‘Hashtags’'} has ${inWords(text.length)} characters, and TikTok takes at most ${inWords(limit)}`,
		`Shorten it by ${inWords(text.length - limit)}. TikTok counts an emoji as two or more characters.`,
	);
}
