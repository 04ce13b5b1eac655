import { ParameterError } from '../../../shared/errors/parameterError';
import { excerpt, plain, refusal } from '../../../shared/fields/values';

/**
 * @param parameter the parameter's label
 * @param must what it must be, to be read after “must be”
 * @returns the address
 * @throws ParameterError when it is not one complete https address: TikTok pulls from no other
 * (https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide)
 */
export function readHttpsUrl(parameter: string, value: unknown, must?: string): string {
	const url = readWebUrl(parameter, value, must);
	if (/^https:/i.test(url)) return url;
	throw new ParameterError(
		parameter,
		`‘${parameter}’ begins with http://, and TikTok pulls files only over https: ${excerpt(url)}`,
		beginWith,
	);
}

/**
 * @param parameter the parameter's label
 * @param value text, or an object with a `url`, as generators of videos and pictures put out
 * @returns the address, https or http
 * @throws ParameterError when it is not one complete web address
 */
export function readWebUrl(
	parameter: string,
	value: unknown,
	must = 'one complete web address',
): string {
	const given = plain(value, 'url');
	const address = typeof given === 'string' && isOneAddress(given) ? given : undefined;
	// The names of files may have spaces; an address has not.
	if (address !== undefined) return address.replaceAll(' ', '%20');
	throw refusal(parameter, must, given, beginWith);
}

const beginWith =
	'Enter a complete address that begins with https://, such as https://media.example.com/files/1. To post a file that has none, choose files as the source above.';

/** Neither several in a row, nor an address with other text in further lines. */
function isOneAddress(text: string): boolean {
	return (
		/^https?:\/\/[^/]/i.test(text) && !/[\p{Cc}]|\shttps?:\/\//iu.test(text) && URL.canParse(text)
	);
}
