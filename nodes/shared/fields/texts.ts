import { ParameterError } from '../errors/parameterError';
import {
	dateIn,
	isNothing,
	isObjectInText,
	plain,
	refusal,
	trimmed,
	unwrapped,
	withoutLinks,
} from './values';

/** What a text of a parameter is. */
export interface TextRule {
	/** To be read after “must be”. */
	must: string;
	wayOut: string;
	/** The field of an object that stands for the whole, such as `url`. */
	field?: string;
}

/** How deep lists may lie in one another. */
const maxDepth = 4;

/**
 * A text of one line that is written freely, such as a key. A date is its ISO form.
 *
 * @param parameter the parameter's label
 * @param value what n8n gives for it
 * @returns the text, trimmed; empty where nothing is given
 * @throws ParameterError for anything else than text, a number or a date
 */
export function readLine(parameter: string, value: unknown, { must, wayOut }: TextRule): string {
	const given = unwrapped(value);
	const date = dateIn(given);
	if (isNothing(given)) return '';
	const text = date && Number.isFinite(date.getTime()) ? date.toISOString() : textIn(given);
	if (text !== undefined) return trimmed(text);
	throw refusal(parameter, must, given, wayOut);
}

/** @returns undefined for what is neither text nor a number, and for a text into which an object was put */
export function textIn(value: unknown): string | undefined {
	if (typeof value === 'string') return isObjectInText(value) ? undefined : value;
	return typeof value === 'bigint' || Number.isFinite(value) ? String(value) : undefined;
}

/**
 * Several texts: a list, lists in a list, JSON text of one, or one text.
 *
 * @param separator what parts the entries of a text
 * @returns the texts, trimmed and none of them empty, in their order
 * @throws ParameterError for an entry that is neither text nor a number, or a number that has lost digits
 */
export function readLines(
	parameter: string,
	value: unknown,
	separator: RegExp,
	rule: TextRule,
): string[] {
	return entriesOf(value, rule.field)
		.flatMap((entry) => (typeof entry === 'string' ? parts(entry, separator) : [entry]))
		.filter((entry) => !isNothing(entry))
		.map((entry) => entryIn(parameter, entry, rule));
}

function entriesOf(value: unknown, field?: string, depth = 0): unknown[] {
	const given = plain(value, field);
	if (!Array.isArray(given) || depth === maxDepth) return [given];
	return given.flatMap((entry: unknown) => entriesOf(entry, field, depth + 1));
}

function parts(text: string, separator: RegExp): unknown[] {
	if (isObjectInText(text)) return [text];
	return withoutLinks(text)
		.split(separator)
		.map((part) => plain(part));
}

function entryIn(parameter: string, value: unknown, { must, wayOut }: TextRule): string {
	if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
		throw new ParameterError(
			parameter,
			`‘${parameter}’ holds a number that has lost its last digits`,
			'Pass the ID as text: JavaScript rounds numbers of more than 15 digits. The TikTok nodes put out IDs as text.',
		);
	}
	const text = textIn(value);
	if (text !== undefined) return trimmed(text);
	throw refusal(parameter, must, value, wayOut);
}
