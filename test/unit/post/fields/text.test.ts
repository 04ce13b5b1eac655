/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test program, not a node */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
	captionField,
	photoDescriptionField,
	photoTitleField,
	readText,
	textLimits,
} from '../../../../nodes/TikTok/post/fields/text';
import { TikTok } from '../../../../nodes/TikTok/TikTok.node';
import { root, sourcesIn } from '../../../package/sources';
import { ParameterError } from '../../../../nodes/shared/errors/parameterError';

describe.each([
	['Caption', textLimits.caption, 2200],
	['Title', textLimits.photoTitle, 90],
	['Description', textLimits.photoDescription, 4000],
])('%s', (label, limit, units) => {
	test(`has ${units} UTF-16 units at most`, () => {
		expect(limit).toBe(units);
		expect(readText(label, 'a'.repeat(units), limit)).toBe('a'.repeat(units));
		expect(() => readText(label, 'a'.repeat(units + 1), limit)).toThrow(ParameterError);
	});

	test('counts an emoji as two', () => {
		const full = '🎬'.repeat(units / 2);
		expect(readText(label, full, limit)).toBe(full);
		expect(() => readText(label, `${full}!`, limit)).toThrow(
			`‘${label}’ has ${(units + 1).toLocaleString('en')} characters`,
		);
	});
});

test('the limits stand in one place, and the panel is made from them', () => {
	const naming = sourcesIn('nodes').filter(({ text }) => /\b(2,?200|4,?000)\b/.test(text));
	expect(naming.map(({ path }) => path)).toEqual(['nodes/TikTok/post/fields/text.ts']);
	expect(captionField.description).toMatch(/at most 2,200 characters/);
	expect(photoTitleField.description).toMatch(/at most 90 characters/);
	expect(photoDescriptionField.description).toMatch(/at most 4,000 characters/);
	const usage = readFileSync(`${root}/docs/usage.md`, 'utf8');
	const inWords = Object.values(textLimits).map((limit) => limit.toLocaleString('en'));
	expect(usage).toContain(`${inWords.join(' · ')} UTF-16 units`);
	const { properties } = new TikTok().description;
	for (const field of [captionField, photoTitleField, photoDescriptionField])
		expect(properties).toContainEqual(expect.objectContaining(field));
});

/** Texts that are taken as they stand. */
const clean = fc
	.string({ unit: 'grapheme', maxLength: 120 })
	.filter((text) => !/[\p{Cc}\u00a0\u2028\u2029\ufeff]/u.test(text) && text.trim() !== '');

describe('any text', () => {
	test('within the limit passes unchanged, beyond it is refused with the number to cut', () => {
		fc.assert(
			fc.property(clean, fc.integer({ min: 0, max: 100 }), (text, limit) => {
				if (text.length <= limit) return expect(readText('Title', text, limit)).toBe(text);
				expect(() => readText('Title', text, limit)).toThrow(
					expect.objectContaining({
						parameter: 'Title',
						wayOut: `Shorten it by ${text.length - limit}. TikTok counts an emoji as two or more characters.`,
					}),
				);
			}),
		);
	});

	test('comes out well-formed, and the same when it is read again', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(60), (text, end) => {
				const read = readText('Caption', text.slice(0, end), 2200);
				expect(read).not.toMatch(/\p{Cs}|[^\P{Cc}\t\n]|\ufeff/u);
				expect(readText('Caption', read, 2200)).toBe(read);
			}),
		);
	});

	test('keeps hashtags, mentions, line breaks, emoji and direction marks', () => {
		const text =
			' Three days\n\t#lisbon @clip.maker 🇵🇹 👩‍👩‍👧 ❤️ \u200fשלום\u200f می‌خواهم « oui\u202f! »\n';
		expect(readText('Caption', text, textLimits.caption)).toBe(text);
	});

	test.each([
		[undefined, ''],
		[null, ''],
		[' \u200b\n', ''],
		[42, '42'],
		[['Hi'], 'Hi'],
		['a\r\nb\rc\vd\u2028e', 'a\nb\nc\nd\ne'],
		['a\0b\u0007c', 'abc'],
		['\ufeffHi', 'Hi'],
		['#one\u00a0#two', '#one #two'],
		['["Hi"]', '["Hi"]'],
		['[Official]', '[Official]'],
		['Hi 🎬🎬'.slice(0, -1), 'Hi 🎬'],
		['Hi 👩‍👩'.slice(0, -1), 'Hi 👩'],
		['a\udfacb', 'ab'],
	])('is made of %j as %j', (value, text) => {
		expect(readText('Caption', value, 10)).toBe(text);
	});

	// A sheet shows TRUE where an expression gives true, and a wrong field gives it far more often.
	test.each([
		[true, 'true'],
		[{ text: 'Hi' }, 'an object with the key text'],
		[['a', 'b'], 'a list of 2 entries'],
		[NaN, 'NaN, which is not a number'],
		[new Date(0), 'a date'],
		['Hi [object Object]', 'an object that was put into text ([object Object])'],
	])('is not made of %j', (value, came) => {
		expect(() => readText('Caption', value, 100)).toThrow(
			`‘Caption’ must be text, but holds ${came}`,
		);
	});

	test('is counted as it is sent', () => {
		const lines = `${'a'.repeat(1099)}\r\n${'b'.repeat(1100)}`;
		expect(readText('Caption', lines, textLimits.caption)).toHaveLength(2200);
		const cut = `${'a'.repeat(2199)}🎬`.slice(0, 2200);
		expect(readText('Caption', cut, textLimits.caption)).toBe('a'.repeat(2199));
	});
});
