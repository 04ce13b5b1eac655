import { describe, expect, test } from '@jest/globals';

import { readSwitch } from '../../../nodes/shared/fields/switches';
import { readText } from '../../../nodes/TikTok/post/fields/text';
import { ParameterError } from '../../../nodes/shared/errors/parameterError';

describe('a switch', () => {
	test.each([
		[true, false, true],
		['true', false, true],
		[false, true, false],
		['false', true, false],
		[undefined, true, true],
		['', false, false],
		[null, true, true],
	])('%p with the default %p means %p', (value, fallback, meaning) => {
		expect(readSwitch('Validate Only', value, fallback)).toBe(meaning);
	});

	test.each([['yes'], [1], [{}], [[]]])('%p is refused', (value) => {
		expect(() => readSwitch('Validate Only', value)).toThrow(
			new ParameterError('', '‘Validate Only’ is neither true nor false', ''),
		);
	});
});

test.each([[{ text: 'Hi' }], [['Hi']]])(
	'a caption that is %p is refused, not posted as [object Object]',
	(value) => {
		expect(() => readText('Caption', value, 2200)).toThrow(
			'‘Caption’ holds an object or a list, not text',
		);
	},
);
