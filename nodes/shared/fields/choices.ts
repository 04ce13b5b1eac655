import type { INodePropertyOptions } from 'n8n-workflow';

import { plain, refusal } from './values';

/** Without regard to capitals, and to what stands between words. */
const wordsOf = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, ' ');

/**
 * The entry of a closed list, by its value or by the name that the panel shows.
 *
 * @param parameter the parameter's label
 * @param options the list
 * @throws ParameterError when it is none of them
 */
export function readChoice<Value extends string>(
	parameter: string,
	value: unknown,
	options: ReadonlyArray<Pick<INodePropertyOptions, 'name'> & { value: Value }>,
): Value {
	const given = plain(value);
	const words = typeof given === 'string' ? wordsOf(given) : undefined;
	const chosen = options.find((one) => [one.value, one.name].map(wordsOf).includes(words ?? ''));
	if (chosen) return chosen.value;
	const values = options.map((one) => one.value).join(', ');
	const wayOut = `Choose an entry of the list. In an expression use one of: ${values}.`;
	throw refusal(parameter, 'an entry of its list', given, wayOut);
}
