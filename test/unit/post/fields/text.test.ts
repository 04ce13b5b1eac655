import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readText, textLimits } from '../../../../nodes/TikTok/post/fields/text';
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

describe('any text', () => {
	test('within the limit passes unchanged, beyond it is refused with the number to cut', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme', maxLength: 120 }),
				fc.integer({ min: 0, max: 100 }),
				(text, limit) => {
					if (text.length <= limit) return expect(readText('Title', text, limit)).toBe(text);
					expect(() => readText('Title', text, limit)).toThrow(
						expect.objectContaining({
							parameter: 'Title',
							wayOut: `Shorten it by ${text.length - limit}. TikTok counts an emoji as two or more characters.`,
						}),
					);
				},
			),
		);
	});

	test('keeps hashtags, mentions and line breaks', () => {
		const text = ' Three days\n#lisbon @clip.maker 🇵🇹 \n';
		expect(readText('Caption', text, textLimits.caption)).toBe(text);
	});

	test.each([
		[undefined, ''],
		[null, ''],
		[42, '42'],
		[false, 'false'],
	])('is made of %s as %j', (value, text) => {
		expect(readText('Caption', value, 10)).toBe(text);
	});
});
