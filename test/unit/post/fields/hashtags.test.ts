import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
	hashtagWarnings,
	readHashtags,
	withHashtags,
} from '../../../../nodes/TikTok/post/fields/hashtags';
import { readText } from '../../../../nodes/TikTok/post/fields/text';
import { ParameterError } from '../../../../nodes/shared/errors/parameterError';

describe('are read', () => {
	test.each<[string, unknown]>([
		['a list', ['travel', 'lisbon']],
		['with their #', ['#travel', ' #lisbon ']],
		['spaces', 'travel lisbon'],
		['# and spaces', '#travel #lisbon'],
		['# alone', '#travel#lisbon'],
		['commas', 'travel, lisbon,'],
		['semicolons and lines', 'travel;\r\nlisbon'],
		['as Chinese and Japanese keyboards write them', '＃travel、＃lisbon'],
		['JSON text', '["travel", "#lisbon"]'],
		['lists in a list', [['travel'], ['lisbon', '', null]]],
		['a list in text', ['travel, lisbon']],
		['the end of a sentence', 'travel, lisbon.'],
	])('%s', (_, value) => {
		expect(readHashtags(value)).toEqual(['travel', 'lisbon']);
	});

	test.each<[unknown, string[]]>([
		[
			['New York', 'ai'],
			['NewYork', 'ai'],
		],
		[['New York'], ['NewYork']],
		['new york, lisbon', ['newyork', 'lisbon']],
		['sky, #ai sea', ['sky', 'ai', 'sea']],
		[
			['#ai sky', 'New York'],
			['ai', 'sky', 'NewYork'],
		],
		['ポルトガル 旅行', ['ポルトガル', '旅行']],
		[2026, ['2026']],
		['under_score fun🎉 C++', ['under_score', 'fun🎉', 'C++']],
		['#, ##, !', []],
		['', []],
		[undefined, []],
		[[], []],
	])('%j as %j', (value, tags) => {
		expect(readHashtags(value)).toEqual(tags);
	});

	test.each([{ tag: 'a' }, true, '[object Object]', [{}]])('not %j', (value) => {
		expect(() => readHashtags(value)).toThrow(ParameterError);
		expect(() => readHashtags(value)).toThrow(/^‘Hashtags’ must be words, or a list of words/);
	});
});

describe('are added', () => {
	test.each<[string, string[], string]>([
		['Up', ['ai', 'sky'], 'Up #ai #sky'],
		['', ['ai'], '#ai'],
		['Up\n', ['ai'], 'Up\n#ai'],
		['Up', [], 'Up'],
		['Up', ['ai', 'AI', 'ai'], 'Up #ai'],
		['Up #AI, and #sky.', ['ai', 'sky', 'sea'], 'Up #AI, and #sky. #sea'],
		['Up #aint', ['ai'], 'Up #aint #ai'],
		['See https://x.example/#ai', ['ai'], 'See https://x.example/#ai #ai'],
		['#Café', ['cafe\u0301'], '#Café'],
	])('%j and %j make %j', (text, tags, whole) => {
		expect(withHashtags(text, tags)).toBe(whole);
	});

	test('each once, with the text as it was before them; a second time changes nothing', () => {
		const word = fc.string({ unit: fc.constantFrom('a', 'B', 'é', '_', '9'), minLength: 1 });
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.array(word), (text, tags) => {
				const whole = withHashtags(text, tags);
				expect(whole.startsWith(text)).toBe(true);
				expect(withHashtags(whole, tags)).toBe(whole);
			}),
		);
	});

	test('and count towards the limit, in UTF-16 units', () => {
		expect(readText('Caption', 'Up', 6, ['ai'])).toBe('Up #ai');
		expect(() => readText('Caption', 'Up', 6, ['🎉🎉'])).toThrow(
			'‘Caption’ with its ‘Hashtags’ has 8 characters, and TikTok takes at most 6',
		);
		expect(() => readText('Caption', 'Upward #ai', 6, ['ai'])).toThrow(
			'‘Caption’ has 10 characters',
		);
	});
});

test.each<[string, number]>([
	['#a #b #c #d #e', 0],
	['#a #b #c #d #e #A', 0],
	['#a #b #c #d #e https://x.example/#f &#39; # #!', 0],
	['#a #b #c #d #e #f', 6],
])('a warning above five: %s', (text, count) => {
	expect(hashtagWarnings(text)).toEqual(
		count === 0 ? [] : [expect.stringContaining(`The post has ${count} hashtags.`)],
	);
});
