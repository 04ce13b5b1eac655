import { isNothing, plain, refusal } from './values';

/** What people, sheets, CSV files and databases write for on and off. */
const meanings = new Map([
	...['true', 'yes', 'on', '1', '1.0', 'y', 't'].map((word) => [word, true] as const),
	...['false', 'no', 'off', '0', '0.0', 'n', 'f'].map((word) => [word, false] as const),
]);

/**
 * The value of a switch. Whatever is not surely on or off is refused, since it decides what is posted.
 *
 * @param parameter the switch's label
 * @param value what n8n gives for it
 * @param fallback what an absent value means
 * @throws ParameterError for any other value
 */
export function readSwitch(parameter: string, value: unknown, fallback = false): boolean {
	const given = plain(value);
	if (isNothing(given)) return fallback;
	const word = typeof given === 'object' ? '' : String(given).normalize('NFKC').toLowerCase();
	const meaning = meanings.get(word);
	if (meaning !== undefined) return meaning;
	const wayOut = 'Switch it on or off, or use an expression that gives true or false.';
	throw refusal(parameter, 'true or false', given, wayOut);
}
