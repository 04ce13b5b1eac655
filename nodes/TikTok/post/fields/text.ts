import { ParameterError } from '../../../shared/errors/parameterError';

/** Longest texts, in UTF-16 units (reference T§4.1, T§6). */
export const textLimits = { caption: 2200, photoTitle: 90, photoDescription: 4000 } as const;

/**
 * @param parameter the parameter's label
 * @param limit in UTF-16 units, as JavaScript counts: an emoji has two or more
 * @returns the text as it is: hashtags, mentions and line breaks are kept
 * @throws ParameterError when it is too long, or no text
 */
export function readText(parameter: string, value: unknown, limit: number): string {
	if (typeof value === 'object' && value !== null) {
		throw new ParameterError(
			parameter,
			`‘${parameter}’ holds an object or a list, not text`,
			'Let the expression give text, for example {{ $json.caption }} for one field of the item.',
		);
	}
	const text = value === undefined || value === null ? '' : String(value);
	if (text.length <= limit) return text;
	throw new ParameterError(
		parameter,
		`‘${parameter}’ has ${text.length.toLocaleString('en')} characters, and TikTok takes at most ${limit.toLocaleString('en')}`,
		`Shorten it by ${(text.length - limit).toLocaleString('en')}. TikTok counts an emoji as two or more characters.`,
	);
}
