import { expect, test } from '@jest/globals';

import { Recent } from '../../../nodes/shared/async/recent';

test('over its bound, what was used longest ago goes', () => {
	const recent = new Recent<string, number>(2);
	recent.set('a', 1);
	recent.set('b', 2);
	recent.set('a', 3);
	recent.set('c', 4);
	expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual([3, undefined, 4]);
});

test('what may not go stays, beyond the bound', () => {
	const kept = new Set([1, 2, 3]);
	const recent = new Recent<string, number>(2, (value) => !kept.has(value));
	for (const [index, key] of ['a', 'b', 'c', 'd'].entries()) recent.set(key, index + 1);
	expect(['a', 'b', 'c', 'd'].map((key) => recent.get(key))).toEqual([1, 2, 3, 4]);
	kept.clear();
	recent.set('e', 5);
	expect(['a', 'b', 'c', 'd', 'e'].map((key) => recent.get(key))).toEqual([
		undefined,
		undefined,
		undefined,
		4,
		5,
	]);
});
