import { Recent } from '../async/recent';

/** How many values are remembered; the oldest go first. A call to TikTok names its credential's anew. */
const maxRemembered = 500;

/** Of a longer text only so many characters are looked at and given back. */
const maxLength = 20_000;

/** Shorter values are parts of ordinary words. */
const minLength = 6;

/** Each value that must not be shown, with the forms in which it may come back. */
const remembered = new Recent<string, Forms>(maxRemembered);

interface Forms {
	plain: string;
	/** What the value looks like inside base64, at each of the three positions that it can begin at. */
	base64: string[];
}

/**
 * Remembers values that must never be shown, whoever repeats them: client secret, tokens, addresses of uploads. What is
 * no text, or too short to be a secret, is passed over.
 */
export function rememberSecrets(...values: unknown[]): void {
	for (const value of values) {
		if (typeof value !== 'string' || value.length < minLength) continue;
		remembered.set(value, remembered.get(value) ?? formsOf(value));
	}
}

/**
 * Words of TikTok's or of a proxy's without the secrets that they may repeat: by value, however it is escaped, where the
 * process knows it, and by shape otherwise.
 */
export function withoutSecrets(text: string): string {
	return withoutShapes(withoutValues(text.slice(0, maxLength)));
}

function formsOf(plain: string): Forms {
	const bytes = Buffer.from(plain);
	const base64 = [0, 1, 2].map((before) => {
		const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		// The characters at both ends depend on the neighbours.
		const end = Math.floor(((before + bytes.length) * 8) / 6);
		return encoded.slice(Math.ceil((before * 8) / 6), end);
	});
	return { plain, base64 };
}

/** A character as it is, or escaped for an address (more than once), for JSON or for HTML. */
const character =
	/%(?:25)*([0-9a-f]{2})|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|&#x([0-9a-f]{1,4});|&#(\d{1,5});|\\([\s\S])|[\s\S]/gi;

function withoutValues(text: string): string {
	const found = [...text.matchAll(character)];
	const decoded = found.map(decode).join('');
	// Both alphabets of base64 look alike then.
	const inBase64 = decoded.replaceAll('-', '+').replaceAll('_', '/');
	const hidden = new Set<number>();
	const hide = (within: string, value: string) => {
		for (let at = within.indexOf(value); at >= 0; at = within.indexOf(value, at + 1)) {
			for (let place = at; place < at + value.length; place++) hidden.add(place);
		}
	};
	for (const { plain, base64 } of remembered.values()) {
		hide(decoded, plain);
		for (const form of base64) hide(inBase64, form);
	}
	if (hidden.size === 0) return text;
	return found
		.map(([written], place) => {
			if (!hidden.has(place)) return written;
			return hidden.has(place - 1) ? '' : '…';
		})
		.join('');
}

/** @returns one UTF-16 unit */
function decode([written, percent, json, short, hex, decimal, escaped]: RegExpMatchArray): string {
	const digits = percent ?? json ?? short ?? hex;
	if (digits !== undefined) return String.fromCharCode(parseInt(digits, 16));
	if (decimal !== undefined) return String.fromCharCode(Number(decimal));
	return escaped ?? written;
}

/**
 * TikTok's tokens; its authorization codes, which n8n does not keep; and long values that are named as a secret. The
 * prefixes and the ending of a code were seen in live answers.
 */
function withoutShapes(text: string): string {
	return (
		text
			.replace(/\b(act|rft|clt)\.[\w.!*~%-]+/g, '$1.…')
			.replace(/(?<![\w.~-])[\w.~-]{16,}(?:\*|%2A)\d(?:!|%21)\d{4}[\w.!*~%-]*/gi, '…')
			.replace(/(upload_token=)[^&\s"']+/g, '$1…')
			// The signed address of a photo.
			.replace(/([?&]t(?:=|%3D))[\w-]{20,}\.[\w-]{43}/gi, '$1…')
			.replace(
				/((?:client_secret|access_token|refresh_token|code_verifier|upload_token|[?&]code)["']?\s*[=:]\s*["']?)[^&\s"',;<>}]{16,}/gi,
				'$1…',
			)
	);
}
