import { ParameterError } from '../errors/parameterError';
import { withoutSecrets } from '../errors/secrets';
import { parseLosslessly } from '../losslessJson';

/** How many wrappings are taken off a value; one that has more holds itself. */
const maxWrappings = 8;

/** How much of a text a message shows, in characters, and how many keys of an object. */
const maxShown = 60;
const maxKeys = 4;

/** What shows nothing: white space, control and formatting characters such as zero-width spaces and direction marks. */
const blank = /[\s\p{Cc}\p{Cf}]/u;

/** `[label](target)`, as models write links. */
const markdownLink = /!?\[[^[\]]*\]\(<?([^\s()<>]+)>?\)/g;

const quoted = /^(?:"([^"]*)"|'([^']*)'|`([^`]*)`|“([^”]*)”|‘([^’]*)’|<([^<>]*)>)$/;

/** A text without halves of characters, such as the half emoji that `slice` leaves, and the joiner before one. */
export function wholeCharacters(text: string): string {
	return text.replace(/\u200d?\p{Cs}/gu, '');
}

/** A text without control characters, and without what shows nothing at its ends. */
export function trimmed(text: string): string {
	const whole = wholeCharacters(text).replace(/[^\P{Cc}\s]/gu, '');
	let [start, end] = [0, whole.length];
	while (start < end && blank.test(whole[start])) start++;
	while (end > start && blank.test(whole[end - 1])) end--;
	return whole.slice(start, end);
}

/** A value out of the lists of one entry that sheets and expressions put round it: right for a text that is written freely. */
export function unwrapped(value: unknown): unknown {
	let inner = value;
	for (let n = 0; n < maxWrappings && Array.isArray(inner) && inner.length === 1; n++)
		[inner] = inner as unknown[];
	return inner;
}

/**
 * A value out of everything that sheets, tables and models put round it: lists of one entry, JSON text, quotes, Markdown's
 * links, white space. Not for a text that is written freely, which may be meant so.
 *
 * @param field the field of an object that stands for the whole, such as `url`
 */
export function plain(value: unknown, field?: string): unknown {
	let inner = value;
	for (let n = 0; n < maxWrappings; n++) {
		const next = withoutWrapping(inner, field);
		if (Object.is(next, inner)) break;
		inner = next;
	}
	return inner;
}

function withoutWrapping(value: unknown, field?: string): unknown {
	if (typeof value === 'string') return meantBy(withoutLinks(trimmed(value)));
	if (Array.isArray(value)) return value.length === 1 ? (value[0] as unknown) : value;
	const hasField = field !== undefined && isObject(value) && Object.hasOwn(value, field);
	return hasField ? value[field] : value;
}

/** The text with the target of each Markdown link in its place. */
export function withoutLinks(text: string): string {
	return text.replace(markdownLink, '$1');
}

/** What JSON text stands for, what stands in quotes, or the text as it is. */
function meantBy(text: string): unknown {
	if (/^[[{"]/.test(text)) {
		try {
			return parseLosslessly(text);
		} catch {
			// It only begins like JSON.
		}
	}
	return (
		quoted
			.exec(text)
			?.slice(1)
			.find((inner) => inner !== undefined) ?? text
	);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/** Whether nothing was given. */
export function isNothing(value: unknown): boolean {
	if (typeof value === 'string') return trimmed(value) === '';
	return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** The moment of a Date, or of a DateTime of Luxon's, which expressions such as `$now` give. */
export function dateIn(value: unknown): Date | undefined {
	if (!isObject(value)) return undefined;
	// Not by `instanceof`: a Code node's Date may be of another realm.
	if (Object.prototype.toString.call(value) === '[object Date]') return value as unknown as Date;
	return typeof value.toJSDate === 'function' ? (value.toJSDate() as Date) : undefined;
}

/** Whether a text holds what JavaScript makes of an object: an expression named too much. */
export function isObjectInText(value: unknown): boolean {
	return typeof value === 'string' && value.includes('[object Object]');
}

/** What a value is, as a message says it: short, and without anything secret. */
export function whatCame(value: unknown): string {
	if (isNothing(value)) return Array.isArray(value) ? 'an empty list' : 'nothing';
	if (isObjectInText(value)) return 'an object that was put into text ([object Object])';
	if (typeof value === 'string') return `the text ‘${excerpt(value)}’`;
	if (typeof value === 'boolean') return String(value);
	if (Number.isNaN(value)) return 'NaN, which is not a number';
	if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
	if (Array.isArray(value))
		return `a list of ${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
	if (dateIn(value)) return 'a date';
	if (ArrayBuffer.isView(value)) return 'the bytes of a file';
	return isObject(value) ? objectWith(Object.keys(value)) : `a ${typeof value}`;
}

function objectWith(keys: string[]): string {
	if (keys.length === 0) return 'an empty object';
	const shown = keys.slice(0, maxKeys).map(excerpt).join(', ');
	const rest = keys.length > maxKeys ? ` and ${keys.length - maxKeys} more` : '';
	return `an object with the ${keys.length === 1 ? 'key' : 'keys'} ${shown}${rest}`;
}

/** The beginning of a text, in one line. The query of an address, and the user in it, may be secret. */
export function excerpt(text: string): string {
	const line = trimmed(text.slice(0, 10 * maxShown)).replace(/[\s\p{Cc}]+/gu, ' ');
	const open = line.replace(/\b([a-z][\w+.-]*:\/\/)(?:[^/?#\s]*@)?([^?#\s]*)[?#]\S*/gi, '$1$2?…');
	const characters = [...withoutSecrets(open)];
	if (characters.length <= maxShown) return characters.join('');
	return `${characters.slice(0, maxShown).join('')}…`;
}

/**
 * The refusal of a value, in one form for all parameters.
 *
 * @param parameter the parameter's label
 * @param must what it must be, to be read after “must be”
 */
export function refusal(
	parameter: string,
	must: string,
	value: unknown,
	wayOut: string,
): ParameterError {
	const happened = isNothing(value) ? 'is empty' : `must be ${must}, but holds ${whatCame(value)}`;
	return new ParameterError(parameter, `‘${parameter}’ ${happened}`, wayOut);
}
