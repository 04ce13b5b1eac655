const NAMED: Record<string, string> = {
	quot: '"',
	apos: "'",
	lt: '<',
	gt: '>',
	amp: '&',
	nbsp: ' ',
};

/** The characters behind HTML's named (the common ones) and numeric references. */
export function decodeEntities(text: string): string {
	return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
		if (hex !== undefined) return String.fromCodePoint(Number.parseInt(String(hex), 16));
		if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
		return NAMED[String(name).toLowerCase()] ?? String(whole);
	});
}

/** The words of a small HTML page, without its markup. */
export function textOf(html: string): string {
	const words = html
		.replace(/<(script|style|title)\b[\s\S]*?<\/\1>/gi, ' ')
		.replace(/<[^>]+>/g, ' ');
	return decodeEntities(words).replace(/\s+/g, ' ').trim();
}
