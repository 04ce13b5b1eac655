import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readVideoIds } from '../../../nodes/TikTok/actions/video/get.operation';
import { ParameterError } from '../../../nodes/shared/errors/parameterError';

const id = '7678907398077074696';
const anyId = fc.bigInt({ min: 10n ** 18n, max: 9_223_372_036_854_775_807n }).map(String);

describe('the ids of videos', () => {
	test('come out to the last digit, each once, in their order, however they are put together', () => {
		fc.assert(
			fc.property(
				fc.array(anyId, { minLength: 1, maxLength: 60 }),
				fc.constantFrom(',', ' ', ', ', '\n', '\r\n', ' ,,\t'),
				(ids, between) => {
					const once = [...new Set(ids)];
					expect(readVideoIds(ids)).toEqual(once);
					expect(readVideoIds(ids.join(between))).toEqual(once);
					expect(readVideoIds([...ids, ids.join(between)])).toEqual(once);
				},
			),
		);
	});

	test.each([
		id,
		` ${id}\n`,
		`https://www.tiktok.com/@clip.maker/video/${id}`,
		`https://www.tiktok.com/@clip.maker/video/${id}?is_from_webapp=1&sender_device=pc`,
		`https://www.tiktok.com/@clip.maker/photo/${id}/`,
		`https://m.tiktok.com/v/../video/${id}#top`,
		`tiktok.com/@x/video/${id}`,
	])('are found in %j', (value) => {
		expect(readVideoIds(value)).toEqual([id]);
	});

	test('may be numbers that are whole', () => {
		expect(readVideoIds([12, 9007199254740991])).toEqual(['12', '9007199254740991']);
	});

	test('are refused as numbers that have lost their last digits', () => {
		// eslint-disable-next-line no-loss-of-precision -- that is what an expression hands over
		for (const value of [7678907398077074696, [id, 7678907398077074696], 1e21]) {
			expect(() => readVideoIds(value)).toThrow(
				'‘Video’ holds a number that has lost its last digits',
			);
		}
	});

	test.each(['', ' ', ',\n,', [], [''], undefined, null])(
		'are refused when there is none: %j',
		(value) => {
			expect(() => readVideoIds(value)).toThrow('‘Video’ is empty');
		},
	);

	test.each([
		'abc',
		'-1',
		'1.5',
		'v_pub_file~v2-1.7602997070760331285',
		`${id}00`,
		'https://vm.tiktok.com/ZMabc/',
		'https://www.tiktok.com/@clip.maker',
		'[object Object]',
	])('are refused when one is none: %s', (value) => {
		expect(() => readVideoIds([id, value])).toThrow(ParameterError);
		expect(() => readVideoIds([id, value])).toThrow(/must be IDs or links of videos, but holds /);
	});
});
