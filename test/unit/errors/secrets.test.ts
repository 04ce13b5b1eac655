import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { rememberSecrets, withoutSecrets } from '../../../nodes/shared/errors/secrets';
import { TikTokError } from '../../../nodes/shared/errors/tikTokError';

const secret = 'S3cret*of+an/app!=&<x>';
rememberSecrets(secret);

const percent = (text: string) =>
	[...text].map((sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const unicode = (text: string, before: string) =>
	[...text].map((sign) => `${before}${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** What a service may make of a value that it repeats. */
const forms: Record<string, (text: string) => string> = {
	'as it is': (text) => text,
	'for an address': encodeURIComponent,
	'for a form': (text) => new URLSearchParams({ s: text }).toString(),
	'each character for an address': percent,
	'each character for an address, in capitals': (text) => percent(text).toUpperCase(),
	'for an address, twice': (text) => encodeURIComponent(encodeURIComponent(text)),
	'as JSON': JSON.stringify,
	'as JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
	'as JSON in ASCII': (text) => unicode(text, '\\u'),
	'for HTML': (text) => [...text].map((sign) => `&#${sign.charCodeAt(0)};`).join(''),
	'for HTML, in hex': (text) =>
		[...text].map((sign) => `&#x${sign.charCodeAt(0).toString(16)};`).join(''),
	'in base64': base64,
	'in base64 of addresses': (text) => Buffer.from(text).toString('base64url'),
	'in base64, for an address': (text) => encodeURIComponent(base64(text)),
	'as a Basic header': (text) => base64(`aw123:${text}`),
	'as a Basic header of another key': (text) => base64(`aw12:${text}`),
	'in a longer text in base64': (text) => base64(`client_secret=${text}&grant_type=x`),
};

/** Any run of so many characters of the secret, in any of its forms. */
function leaks(shown: string): boolean {
	const plain = shown.replace(/%(?:25)*([0-9a-f]{2})/gi, (_, hex: string) =>
		String.fromCharCode(parseInt(hex, 16)),
	);
	const decoded = (plain.match(/[\w+/-]{8,}/g) ?? []).map((run) =>
		Buffer.from(run, 'base64').toString('latin1'),
	);
	return [plain, ...decoded].some((text) => text.includes(secret) || text.includes('S3cret'));
}

describe('a known value', () => {
	test.each(Object.entries(forms))('is blotted out: %s', (_form, write) => {
		const written = write(secret);
		const shown = withoutSecrets(`The secret ${written} is wrong, I said: ${written}.`);
		expect(leaks(shown)).toBe(false);
		expect(shown).not.toContain(written);
		expect(shown).toMatch(/^The secret \S*…\S* is wrong, I said: \S*…\S*\.$/);
	});

	test('is blotted out wherever it stands, and the rest stays', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme' }),
				fc.constantFrom(...Object.keys(forms).slice(0, 6)),
				fc.string({ unit: 'grapheme' }),
				(before, form, after) => {
					const shown = withoutSecrets(`${before} ${forms[form](secret)} ${after}`);
					expect(shown).not.toContain(secret);
					expect(shown.startsWith(before)).toBe(true);
					expect(shown.endsWith(after)).toBe(true);
				},
			),
		);
	});

	test('is remembered once, passed over when too short to be a secret, and no longer than 500 others', () => {
		rememberSecrets('abc', '', undefined, null, 5, ['listed value'], secret);
		expect(withoutSecrets('abc 5 listed value')).toBe('abc 5 listed value');
		rememberSecrets('the first of many');
		for (let count = 0; count < 499; count++) rememberSecrets(`another value ${count}`);
		expect(withoutSecrets('the first of many')).toBe('…');
		rememberSecrets('one more value');
		expect(withoutSecrets('the first of many')).toBe('the first of many');
		rememberSecrets(secret);
		expect(withoutSecrets(secret)).toBe('…');
	});
});

describe('a value that is not known', () => {
	test.each([
		['the token act.abc*1!2.s1', 'the token act.…'],
		['rft.AbC-d~ and clt.x1', 'rft.… and clt.…'],
		['https://x/?upload_id=1&upload_token=9f2d', 'https://x/?upload_id=1&upload_token=…'],
		['{"client_secret":"0123456789abcdef0"}', '{"client_secret":"…"}'],
		['refresh_token = 0123456789abcdef0;', 'refresh_token = …;'],
		['/callback?code=0123456789abcdef0&state=1', '/callback?code=…&state=1'],
		['code aB3-_0123456789abcdef*0!6410 was used', 'code … was used'],
		['code aB3-_0123456789abcdef%2A0%216410 was used', 'code … was used'],
	])('is known by its shape: %s', (text, shown) => {
		expect(withoutSecrets(text)).toBe(shown);
	});

	test.each([
		'Client secret is missed in request.',
		'Redirect_uri is not matched with the uri when requesting code.',
		'Authorization code is expired.',
		'error code: access_token_invalid',
		'The refresh_token: required',
		'v_pub_file~v2-1.7602997070760331285',
		'100 % sure, \\ and \\" and &amp; and 日本語 🎬',
	])('is none in: %s', (text) => {
		expect(withoutSecrets(text)).toBe(text);
	});

	test('costs no more time for a long text', () => {
		expect(withoutSecrets('x'.repeat(5_000_000)).length).toBeLessThan(50_000);
	});
});

test('a failure shows nothing of it in any of its parts', () => {
	const failure = new TikTokError({
		code: `new_${secret}`,
		tikTokText: `${encodeURIComponent(secret)} ${'long '.repeat(1_000)}`,
		logId: base64(secret),
		detail: `Seen: ${secret}.`,
	});
	expect(leaks(JSON.stringify({ ...failure, message: failure.message }))).toBe(false);
	expect(failure.facts.tikTokText).toHaveLength(500);
	expect(failure.description).toContain('…');
});
