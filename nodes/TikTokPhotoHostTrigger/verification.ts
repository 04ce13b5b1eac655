import { textIn } from '../shared/fields/texts';
import { plain } from '../shared/fields/values';

/** The text of the file, before its code (https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide). */
const mark = 'tiktok-developers-site-verification=';

/** The name where none is given yet. */
const noName = 'not-set.txt';

/** TikTok's file that shows whose an address is. */
export interface Verification {
	name: string;
	/** Undefined as long as there is none. */
	line?: string;
}

/**
 * The path of the file, as n8n evaluates it when the workflow is published: the name alone, whatever folders or address were pasted
 * with it. The same as {@link readVerification} says.
 */
export const verificationPath = `={{ String($parameter["verificationFile"] ?? "").trim().split(/[\\\\/\\s]+/).pop() || "${noName}" }}`;

/**
 * Reads the two parameters; neither can be wrong in a way that would stop the node.
 *
 * @param file the name, or an address that ends in it
 * @param content the whole line, or its code alone
 */
export function readVerification(file: unknown, content: unknown): Verification {
	const name =
		String(file ?? '')
			.trim()
			.split(/[\\/\s]+/)
			.pop() || noName;
	const given = textIn(plain(content))?.trim() ?? '';
	if (given === '') return { name };
	const isCode = /^[\w-]+$/.test(given);
	return { name, line: isCode ? `${mark}${given}` : given };
}
