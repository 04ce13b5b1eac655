import type { Content } from './content';
import type { ContentName } from './contentNames';

/**
 * Pages, data, playlists and other text.
 *
 * @param isFile whether bytes are the beginning of a file that is known: then the text that holds them as base64 is told so
 */
export function textContent(
	beginning: Buffer,
	isFile: (bytes: Buffer) => boolean,
): Content | undefined {
	const text = textOf(beginning);
	const trimmed = (text ?? beginning.toString('latin1')).trimStart();
	const name =
		markupName(trimmed) ??
		(text === undefined || trimmed === '' ? undefined : plainName(trimmed, isFile));
	return name && { kind: 'other', name };
}

/** Whether all bytes are text: sixteen or more, since fewer can be the size and the type of a box by chance. */
export function isText(beginning: Buffer): boolean {
	return beginning.length >= 16 && textOf(beginning) !== undefined;
}

/** @returns undefined where the bytes are no text, or one in an encoding that cannot be told */
function textOf(bytes: Buffer): string | undefined {
	const text = decoded(bytes);
	const isPlain = !text.includes('\ufffd') && !/\p{Cc}/u.test(text.replace(/[\t\n\f\r]/g, ''));
	return isPlain ? text : undefined;
}

function decoded(bytes: Buffer): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
	if (bytes[0] === 0xfe && bytes[1] === 0xff) {
		return Buffer.from(bytes.subarray(2, bytes.length & ~1))
			.swap16()
			.toString('utf16le');
	}
	// The last character may be cut off.
	const lead = [1, 2, 3].find((back) => bytes.length >= back && bytes[bytes.length - back] >= 0xc0);
	return bytes.toString('utf8', 0, bytes.length - (lead ?? 0)).replace(/^\ufeff/, '');
}

/** Tags with which browsers know a page: https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type */
const pageTag =
	/^<(html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta|link|center|span|form|img|ul|section|main|noscript)[\s/>]/i;

/** By the name of the root element, without its prefix. */
const rootNames: Record<string, ContentName> = {
	html: 'webPage',
	svg: 'svg',
	MPD: 'dashPlaylist',
	SmoothStreamingMedia: 'playlist',
	playlist: 'playlist',
};

/** @param text without the white space in front */
function markupName(text: string): ContentName | undefined {
	if (!text.startsWith('<')) return undefined;
	const isXml = /^<\?xml\s/i.test(text);
	let rest = text;
	for (let next = withoutPreamble(rest); next !== rest; next = withoutPreamble(rest)) rest = next;
	if (/^<!doctype html[\s>]/i.test(rest) || (!isXml && pageTag.test(rest))) return 'webPage';
	const root = /^<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)[\s/>]/.exec(rest)?.[1];
	if (root !== undefined) return Object.hasOwn(rootNames, root) ? rootNames[root] : 'xml';
	if (isXml) return 'xml';
	// A comment that is longer than the beginning, which only a page has.
	return rest.startsWith('<!--') ? 'webPage' : undefined;
}

/** Without the comment, declaration or document type of XML in front, and the white space behind it. */
function withoutPreamble(text: string): string {
	const [start, end] =
		[
			['<!--', '-->'],
			['<?', '?>'],
		].find(([mark]) => text.startsWith(mark)) ?? [];
	if (start === undefined) return text.replace(/^<!DOCTYPE(?!\s+html)[^<>[]*>\s*/i, '');
	const at = text.indexOf(end, start.length);
	return at < 0 ? text : text.slice(at + end.length).trimStart();
}

/** @param text without the white space in front, not empty */
function plainName(text: string, isFile: (bytes: Buffer) => boolean): ContentName {
	// https://www.rfc-editor.org/rfc/rfc8216#section-4.3.1.1 and https://www.w3.org/TR/webvtt1/#file-structure
	if (text.startsWith('#EXTM3U')) return 'hlsPlaylist';
	if (/^WEBVTT\s/.test(text)) return 'subtitles';
	if (/^\[playlist\]/i.test(text)) return 'playlist';
	if (/^(\{\s*["}]|\[\s*["{[\]\d-])/.test(text)) return 'json';
	const base64 = /^(?:data:[\w/;=.+-]*,)?([\w+/-]{16,1024})/.exec(text)?.[1];
	const isBase64 = base64 !== undefined && isFile(Buffer.from(base64, 'base64'));
	return isBase64 || /^data:[\w/;=.+-]*;base64,/.test(text) ? 'base64' : 'text';
}
