import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readChoice } from '../../../nodes/shared/fields/choices';
import { readLine, readLines } from '../../../nodes/shared/fields/texts';
import { excerpt, plain, trimmed, unwrapped, whatCame } from '../../../nodes/shared/fields/values';

/** A list that holds itself. */
const endless: unknown[] = [];
endless.push(endless);

describe('what came', () => {
	test.each([
		[['a'], 'a list of 1 entry'],
		[{ url: 'secret' }, 'an object with the key url'],
		[{ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, 'an object with the keys a, b, c, d and 2 more'],
		[() => 1, 'a function'],
		[Symbol('secret'), 'a symbol'],
		[new Map(), 'an empty object'],
		[new Uint8Array(3), 'the bytes of a file'],
		[endless, 'a list of 1 entry'],
	])('%p is %s', (value, came) => {
		expect(whatCame(value)).toBe(came);
	});

	test('of a text shows the beginning, whole characters only, and nothing secret', () => {
		expect(excerpt('🎬'.repeat(61))).toBe(`${'🎬'.repeat(60)}…`);
		expect(excerpt('https://me:pass@example.com/a.mp4?signature=abc#top')).toBe(
			'https://example.com/a.mp4?…',
		);
		expect(excerpt('two: http://a.example/1?k=v and http://u@b.example/2#x')).toBe(
			'two: http://a.example/1?… and http://b.example/2?…',
		);
		expect(excerpt('act.Ab12!4567.e1')).toBe('act.…');
		expect(excerpt('#travel')).toBe('#travel');
	});

	test('is said of any value, in one short line', () => {
		fc.assert(
			fc.property(fc.anything({ withDate: true, withBigInt: true, withMap: true }), (value) => {
				expect(whatCame(value)).toMatch(/^.{1,400}$/);
			}),
		);
	});
});

describe('a value out of its wrappings', () => {
	test.each([
		['[x](https://a.example/1)', 'https://a.example/1'],
		['![a photo](https://a.example/1.jpg)', 'https://a.example/1.jpg'],
		['[[1]]', 1],
		['"“x”"', 'x'],
		["''", ''],
		['[1', '[1'],
		['{"url":"x"}', 'x'],
		[[{ url: ['x'] }], 'x'],
		['[7678907398077074696]', '7678907398077074696'],
		['it’s', 'it’s'],
		['"a" and "b"', '"a" and "b"'],
	])('%p is %p', (value, inner) => {
		expect(plain(value, 'url')).toEqual(inner);
	});

	test('ends, whatever holds itself', () => {
		expect(plain(endless)).toBe(endless);
		expect(unwrapped(endless)).toBe(endless);
	});

	test('long texts take no time to speak of', () => {
		for (const part of [' ', '[', '[[](', '\u200d', '"', '<', '\u200b', 'https://'])
			expect(() => plain(part.repeat(200_000))).not.toThrow();
	});
});

test('trimmed texts begin and end with what shows', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(trimmed(trimmed(text))).toBe(trimmed(text));
			expect(trimmed(` \u200b${text}\ufeff\r\n`)).toBe(trimmed(text));
		}),
	);
});

describe('texts of one line', () => {
	const rule = { must: 'text or a number', wayOut: '' };

	test.each([
		[' render-42\r\n', 'render-42'],
		[42, '42'],
		[10n ** 20n, '1'.padEnd(21, '0')],
		[['a'], 'a'],
		['["a"]', '["a"]'],
		[new Date(0), '1970-01-01T00:00:00.000Z'],
		[undefined, ''],
		[NaN, 'refused'],
		[true, 'refused'],
		['[object Object]', 'refused'],
		[['a', 'b'], 'refused'],
	])('%p is %p', (value, text) => {
		if (text === 'refused') {
			expect(() => readLine('Key', value, rule)).toThrow(
				/^‘Key’ must be text or a number, but holds /,
			);
		} else expect(readLine('Key', value, rule)).toBe(text);
	});

	test.each([
		['a, b', ['a', 'b']],
		[
			['a,b', ['c', [['d']]], null, '', [[]]],
			['a', 'b', 'c', 'd'],
		],
		['["a", 7678907398077074696]', ['a', '7678907398077074696']],
		['"a","b"', ['a', 'b']],
		[{ id: 'a' }, ['a']],
		[
			[{ id: 'a', title: 'x' }, { id: 'b' }],
			['a', 'b'],
		],
		[[endless, endless], 'a list of 1 entry'],
		[['a', { title: 'x' }], 'an object with the key title'],
		[['a', false], 'false'],
	])('several: %p are %p', (value, texts) => {
		const read = () => readLines('IDs', value, /[\s,]+/, { ...rule, must: 'IDs', field: 'id' });
		if (typeof texts === 'string') expect(read).toThrow(`‘IDs’ must be IDs, but holds ${texts}`);
		else expect(read()).toEqual(texts);
	});
});

test('an entry of a list is found by its value or name, whatever the capitals', () => {
	const options = [
		{ name: 'Binary File', value: 'binary' },
		{ name: 'URL, Sent by n8n', value: 'sendFromUrl' },
	] as const;
	for (const value of ['sendFromUrl', ' SENDFROMURL ', 'url, sent by n8n', ['URL,_sent_by-n8n']])
		expect(readChoice('Video Source', value, options)).toBe('sendFromUrl');
	expect(() => readChoice('Video Source', 'file', options)).toThrow(
		'‘Video Source’ must be an entry of its list, but holds the text ‘file’',
	);
	expect(() => readChoice('Video Source', '', options)).toThrow('‘Video Source’ is empty');
});
