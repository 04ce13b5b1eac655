import { readLines } from './texts';
import { refusal } from './values';

/** In characters: https://developers.tiktok.com/doc/content-posting-api-reference-direct-post. */
const maxLength = 64;

export const publishIdWayOut =
	'Enter the publish_id from the output of Direct Post or Upload Draft, for example {{ $json.publish_id }}, complete and unchanged.';

/**
 * The publish IDs in a value: text with one or many, a list of them, or what a posting operation put out.
 *
 * @param parameter the parameter's label
 * @param must what it must be, to be read after “must be”
 * @returns each once
 * @throws ParameterError when one cannot be a publish ID
 */
export function readPublishIds(parameter: string, value: unknown, must: string): string[] {
	const rule = { must, wayOut: publishIdWayOut, field: 'publish_id' };
	const ids = readLines(parameter, value, /[\s,]+/, rule);
	const strange = ids.find((id) => id.length > maxLength);
	if (strange !== undefined) throw refusal(parameter, must, strange, rule.wayOut);
	return [...new Set(ids)];
}
