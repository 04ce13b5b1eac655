/** A JSON string, or a number: strings are matched first, so that digits inside them stay as they are. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON without rounding: TikTok sends 19-digit ids as bare numbers (https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status), which `JSON.parse` rounds to
 * the next double. Integers beyond 2^53 - 1 come out as strings of exactly their digits.
 *
 * @param text JSON text
 * @throws SyntaxError when the text is not JSON
 */
export function parseLosslessly(text: string): unknown {
	// First as it stands: with quotes around its numbers, some text would become JSON that is none.
	JSON.parse(text);
	return JSON.parse(
		text.replace(stringOrNumber, (token) =>
			/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
		),
	);
}
