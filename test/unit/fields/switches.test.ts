import { describe, expect, test } from '@jest/globals';

import { readSwitch } from '../../../nodes/shared/fields/switches';

describe('a switch', () => {
	test.each([
		'true',
		'TRUE',
		'yes',
		'On',
		'1',
		'1.0',
		'y',
		't',
		1,
		1n,
		true,
		[true],
		'[true]',
		'"true"',
	])('%p is on', (value) => expect(readSwitch('Validate Only', value, false)).toBe(true));

	test.each([
		'false',
		'FALSE',
		'no',
		'Off',
		'0',
		'0.0',
		'n',
		'f',
		0,
		0n,
		false,
		[false],
		' false\r\n',
	])('%p is off', (value) => expect(readSwitch('Validate Only', value, true)).toBe(false));

	test.each([undefined, null, '', ' ', [], [null], '\u00a0', '""'])(
		'%p is its default',
		(value) => {
			expect(readSwitch('Validate Only', value, true)).toBe(true);
			expect(readSwitch('Validate Only', value, false)).toBe(false);
		},
	);

	test.each([
		['x', 'the text ‘x’'],
		['maybe', 'the text ‘maybe’'],
		['WAHR', 'the text ‘WAHR’'],
		[2, 'the number 2'],
		[NaN, 'NaN, which is not a number'],
		[{}, 'an empty object'],
		[[true, true], 'a list of 2 entries'],
		[Object.create(null), 'an empty object'],
	])('%p is refused', (value, came) => {
		expect(() => readSwitch('Validate Only', value)).toThrow(
			`‘Validate Only’ must be true or false, but holds ${came}`,
		);
	});
});
