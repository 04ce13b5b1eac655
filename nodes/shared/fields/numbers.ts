import { isNothing, plain, refusal } from './values';

/** Which numbers a parameter takes. */
export interface NumberRule {
	/** To be read after “must be”. */
	must: string;
	wayOut: string;
	min: number;
	max?: number;
	whole?: boolean;
}

/** As sheets and models write numbers. Without separators of thousands: 1,000 is one in half of the world. */
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/**
 * @param parameter the parameter's label
 * @param value what n8n gives for it
 * @returns the number, or undefined where nothing is given
 * @throws ParameterError for anything else than a number that keeps to the rule
 */
export function readNumber(
	parameter: string,
	value: unknown,
	{ must, wayOut, min, max = Number.MAX_VALUE, whole = false }: NumberRule,
): number | undefined {
	const given = plain(value);
	if (isNothing(given)) return undefined;
	const number = numberIn(given);
	const fits = number >= min && number <= max && (!whole || Number.isInteger(number));
	if (fits) return number;
	throw refusal(parameter, must, given, wayOut);
}

/** @returns NaN for what is not a number */
export function numberIn(value: unknown): number {
	if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
	// Digits as Chinese and Japanese keyboards write them become plain ones.
	const text = typeof value === 'string' ? value.normalize('NFKC') : '';
	return decimal.test(text) ? Number(text) : NaN;
}
