import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readNumber } from '../../../nodes/shared/fields/numbers';

const rule = { must: 'a number, 0 or more', wayOut: 'Enter a number such as 5.', min: 0 };
const read = (value: unknown, more = {}) => readNumber('Limit', value, { ...rule, ...more });

describe('a number', () => {
	test.each([
		[10, 10],
		['10', 10],
		[' 10 ', 10],
		['10.0', 10],
		['+10', 10],
		['.5', 0.5],
		['1e3', 1000],
		['１０', 10],
		[10n, 10],
		[['10'], 10],
		['[10]', 10],
		['"10"', 10],
		['\u200f10\u00a0', 10],
	])('%p is %p', (value, number) => {
		expect(read(value)).toBe(number);
	});

	test.each([undefined, null, '', ' ', [], ['']])('%p is none', (value) => {
		expect(read(value)).toBeUndefined();
	});

	test.each([
		['1,000', 'the text ‘1,000’'],
		['1.000,5', 'the text ‘1.000,5’'],
		['1 000', 'the text ‘1 000’'],
		['0x10', 'the text ‘0x10’'],
		['10 min', 'the text ‘10 min’'],
		['Infinity', 'the text ‘Infinity’'],
		[Infinity, 'the number Infinity'],
		[NaN, 'NaN, which is not a number'],
		[true, 'true'],
		[new Date(0), 'a date'],
		[[1, 2], 'a list of 2 entries'],
		[-1, 'the number -1'],
	])('%p is refused', (value, came) => {
		expect(() => read(value)).toThrow(`‘Limit’ must be a number, 0 or more, but holds ${came}`);
	});

	test('keeps to its limits', () => {
		expect(read(3, { max: 3, whole: true })).toBe(3);
		expect(() => read(4, { max: 3 })).toThrow('holds the number 4');
		expect(() => read(1.5, { whole: true })).toThrow('holds the number 1.5');
	});

	test('comes out of its text as it went in', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), (number) => {
				expect(read(String(number))).toBe(number);
			}),
		);
	});
});
