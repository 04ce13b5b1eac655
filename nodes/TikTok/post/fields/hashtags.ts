import type { INodeProperties } from 'n8n-workflow';

import { readLines } from '../../../shared/fields/texts';

const parameter = 'Hashtags';

/** The app allows so many in a post since August 2025 (as reported by its users; no page of TikTok's says it, nor what becomes of more). */
const maxInApp = 5;

/** @param label the text to which they are added */
export const hashtagsField = (label: string): INodeProperties => ({
	displayName: parameter,
	name: 'hashtags',
	type: 'string',
	default: '',
	placeholder: 'e.g. travel, lisbon',
	hint: `Or an expression that gives a list. TikTok’s app allows ${maxInApp} in a post.`,
	description: `Added to the end of ${label}, each once and with its #`,
});

/** What parts hashtags, also as Chinese and Japanese keyboards write it. */
const separators = /[,;|，、；\r\n\t]+/;

/** The number that models put before the lines of a list. */
const listNumber = /^\d+[.)]\s+/;

/** What stands in a text behind a #, but not in an address or a character reference such as `&#39;`. */
const inText = /(?<![/&])[#＃]([^\s#＃]+)/g;

/** Around a hashtag: bullets of a list, brackets and quotes before it, the end of a sentence behind it. Emoji belong to it. */
const punctuation = /^[^\p{L}\p{M}\p{N}\p{So}_]+|[^\p{L}\p{M}\p{N}\p{S}_]+$/gu;

/**
 * @param value a list, or a text with {@link separators} between them. Spaces part them where there are none, and behind a #; within a
 * name such as New York they are left out.
 * @returns the hashtags without their #
 * @throws ParameterError for anything else
 */
export function readHashtags(value: unknown): string[] {
	const entries = readLines(parameter, value, separators, {
		must: 'words, or a list of words',
		wayOut: 'Enter hashtags such as travel, lisbon, or an expression such as {{ $json.tags }}.',
	});
	const isWords = entries.length === 1 && !Array.isArray(value);
	return entries
		.map((entry) => entry.replace(listNumber, ''))
		.flatMap((entry) => (isWords || /[#＃]/.test(entry) ? entry.split(/[\s#＃]+/) : [entry]))
		.map((entry) => entry.replace(/\s+/g, '').replace(punctuation, ''))
		.filter((tag) => tag !== '');
}

/** The hashtags of a text, as they are compared: capitals make no difference. */
const hashtagsIn = (text: string): Set<string> =>
	new Set([...text.matchAll(inText)].map(([, tag]) => compared(tag.replace(punctuation, ''))));

const compared = (tag: string) => tag.normalize('NFC').toLowerCase();

/** The text, and behind it each of the hashtags that it does not have, once. */
export function withHashtags(text: string, tags: string[]): string {
	const there = hashtagsIn(text);
	let whole = text;
	for (const tag of tags) {
		if (there.has(compared(tag))) continue;
		there.add(compared(tag));
		whole += `${/(^|\s)$/.test(whole) ? '' : ' '}#${tag}`;
	}
	return whole;
}

/** @returns what to know of a post with too many hashtags */
export function hashtagWarnings(text: string): string[] {
	const tags = hashtagsIn(text);
	tags.delete('');
	if (tags.size <= maxInApp) return [];
	return [
		`The post has ${tags.size} hashtags. TikTok’s app allows ${maxInApp}: what becomes of more is not known.`,
	];
}
