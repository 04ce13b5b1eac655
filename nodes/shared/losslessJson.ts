/** A JSON string, or a number: strings are matched first, so that digits inside them stay as they are. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON without rounding. TikTok sends 19-digit ids as bare numbers (`publicaly_available_post_id`, int64,
 * https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status), which `JSON.parse` rounds to the
 * nearest double.
 *
 * @param text JSON text
 * @returns the parsed value; integers beyond ±(2^53 - 1) as strings of their digits
 * @throws SyntaxError when the text is not JSON
 */
export function parseLosslessly(text: string): unknown {
	// The text as it came must be JSON: quotes around numbers could make JSON of a text that is not.
	JSON.parse(text);
	return JSON.parse(
		text.replace(stringOrNumber, (token) =>
			/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
		),
	);
}
