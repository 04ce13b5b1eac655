import { ParameterError } from '../../../shared/errors/parameterError';

/**
 * @param parameter the parameter's label
 * @returns the address, trimmed
 * @throws ParameterError when it is no complete https address: TikTok pulls from no other (reference T§7.3)
 */
export function readHttpsUrl(parameter: string, value: unknown): string {
	const url = readUrl(parameter, value);
	if (url.protocol === 'https:') return url.text;
	throw new ParameterError(
		parameter,
		`‘${parameter}’ begins with http://, and TikTok pulls files only over https`,
		beginWith,
	);
}

/**
 * @param parameter the parameter's label
 * @returns the address, trimmed; https or http
 * @throws ParameterError when it is no complete web address
 */
export function readWebUrl(parameter: string, value: unknown): string {
	return readUrl(parameter, value).text;
}

const beginWith =
	'Enter a complete address that begins with https://, such as https://media.example.com/files/1.';

function readUrl(parameter: string, value: unknown): { text: string; protocol: string } {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') throw new ParameterError(parameter, `‘${parameter}’ is empty`, beginWith);
	const protocol = URL.canParse(text) ? new URL(text).protocol : '';
	if (protocol === 'https:' || protocol === 'http:') return { text, protocol };
	throw new ParameterError(
		parameter,
		`‘${parameter}’ is no complete web address: ‘${withoutQuery(text)}’`,
		beginWith,
	);
}

/** An address as a message shows it: a query may hold a signature. */
export function withoutQuery(address: string): string {
	return address.split(/[?#]/)[0].slice(0, 120);
}
