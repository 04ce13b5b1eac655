import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { parseLosslessly } from '../../../nodes/shared/losslessJson';

/** JSON in which integers of any length are bigints. */
type Json = null | boolean | string | number | bigint | Json[] | { [key: string]: Json };

const { json } = fc.letrec<{ json: Json }>((tie) => ({
	json: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		fc.oneof(
			fc.constant(null),
			fc.boolean(),
			fc.string({ unit: 'binary' }),
			// Digits, quotes and escapes inside texts.
			fc.string({ unit: fc.constantFrom(...'0123456789-+.eE"\\/ {}[]:,\n') }),
			fc.double({ noNaN: true, noDefaultInfinity: true }),
			fc.bigInt(),
			fc.bigInt({ min: 10n ** 18n, max: 2n ** 64n }),
			fc.constantFrom(2n ** 53n - 1n, 2n ** 53n, -(2n ** 53n - 1n), -(2n ** 53n), 0n),
		),
		fc.array(tie('json'), { maxLength: 6 }),
		fc.dictionary(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,25}$/)), tie('json'), {
			maxKeys: 6,
		}),
	),
}));

/** The text of a value, with `space` between its tokens. */
function print(value: Json, space: string): string {
	if (typeof value === 'bigint') return value.toString();
	if (Array.isArray(value))
		return `[${space}${value.map((entry) => print(entry, space)).join(`${space},`)}${space}]`;
	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(value).map(
			([key, entry]) => `${JSON.stringify(key)}${space}:${space}${print(entry, space)}`,
		);
		return `{${entries.join(`,${space}`)}}`;
	}
	return JSON.stringify(value);
}

/** What the parser promises: integers that a double cannot hold are texts, all else is as in JSON. */
function expected(value: Json): unknown {
	if (typeof value === 'bigint')
		return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
	if (typeof value === 'number') {
		const text = JSON.stringify(value);
		return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? text : value;
	}
	if (Array.isArray(value)) return value.map(expected);
	if (typeof value === 'object' && value !== null) {
		return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, expected(entry)]));
	}
	return value;
}

describe('lossless parsing', () => {
	test('gives every value as JSON has it, and every long integer to the last digit', () => {
		fc.assert(
			fc.property(json, fc.stringMatching(/^[ \t\r\n]{0,2}$/), (value, space) => {
				// As text: an own key `__proto__` escapes the matchers.
				expect(JSON.stringify(parseLosslessly(print(value, space)))).toBe(
					JSON.stringify(expected(value)),
				);
			}),
			{ numRuns: 3_000 },
		);
	});

	test('is JSON.parse where there are no long integers', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (value) => {
				const text = JSON.stringify(value).replace(/\d{16,}/g, '1');
				expect(parseLosslessly(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	test.each([
		['a list', '{"publicaly_available_post_id":[7678907398077074696]}', ['7678907398077074696']],
		['a scalar', '{"publicaly_available_post_id":7678907398077074696}', '7678907398077074696'],
		['a text', '{"publicaly_available_post_id":"7678907398077074696"}', '7678907398077074696'],
		[
			'a list of both',
			'{"publicaly_available_post_id":[ 7678907398077074696, "7602997517160123666" ]}',
			['7678907398077074696', '7602997517160123666'],
		],
	])('keeps 7678907398077074696 in %s', (_where, text, ids) => {
		expect(parseLosslessly(text)).toEqual({ publicaly_available_post_id: ids });
	});

	test.each([
		['9007199254740991', 9007199254740991],
		['9007199254740992', '9007199254740992'],
		['-9007199254740993', '-9007199254740993'],
		['1.5e300', 1.5e300],
		['12345678901234567890.5', Number('12345678901234567890.5')],
		['12345678901234567890e2', Number('12345678901234567890e2')],
		['" 7678907398077074696 "', ' 7678907398077074696 '],
		['"\\"7678907398077074696\\\\"', '"7678907398077074696\\'],
		[
			'"[7678907398077074696, {\\"a\\":7678907398077074696}]"',
			'[7678907398077074696, {"a":7678907398077074696}]',
		],
		[
			'{"7678907398077074696":7678907398077074696}',
			{ '7678907398077074696': '7678907398077074696' },
		],
	])('reads %s', (text, value) => {
		expect(parseLosslessly(text)).toEqual(value);
	});

	test('refuses a text that was cut off', () => {
		fc.assert(
			fc.property(
				fc.dictionary(fc.string(), json, { minKeys: 1 }),
				fc.double({ min: 0, max: 1, maxExcluded: true }),
				(value, share) => {
					const text = print(value, '');
					expect(() => parseLosslessly(text.slice(0, Math.floor(text.length * share)))).toThrow(
						SyntaxError,
					);
				},
			),
		);
	});

	test.each([
		'',
		' ',
		'<html>',
		'{"a":}',
		"{'a':1}",
		'[1,]',
		'"\n"',
		'undefined',
		'{"a":7678907398077074696',
	])('refuses %j', (text) => {
		expect(() => parseLosslessly(text)).toThrow(SyntaxError);
	});

	test.each(['{7678907398077074696:1}', '[07678907398077074696]', '-07678907398077074696'])(
		'refuses %s, which is no JSON',
		(text) => {
			expect(() => parseLosslessly(text)).toThrow(SyntaxError);
		},
	);

	test('reads a text of some megabytes, escapes included', () => {
		const value = {
			texts: ['\\"'.repeat(500_000), 'é'.repeat(500_000)],
			numbers: Array.from({ length: 50_000 }, (_, n) => n),
		};
		expect(parseLosslessly(JSON.stringify(value))).toEqual(value);
	});
});
