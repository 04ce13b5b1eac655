import { expect, test } from '@jest/globals';

import { hintOf } from '../../nodes/TikTok/hints';

const item = (...warnings: string[]) => [{ verdict: 'published', warnings }];
const items = (count: number, ...warnings: string[]) =>
	Array.from({ length: count }, () => item(...warnings));

test.each([
	['nothing', [[{ verdict: 'published' }], []], undefined],
	['a single item', [item('A.', 'B.')], 'A. B.'],
	['one of three', [item(), item('A.'), item()], 'Item 2 of 3: A.'],
	[
		'two of three',
		[item('A.'), item(), item('A.', 'B.')],
		'Items 1 and 3 of 3: A. Item 3 of 3: B.',
	],
	['all', items(3, 'A.'), 'All 3 items: A.'],
	[
		'many',
		[...items(40, 'A.'), item()],
		'Items 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 30 more of 41: A.',
	],
	['the same twice in an item', [item('A.', 'A.'), item()], 'Item 1 of 2: A.'],
])('what TikTok has to judge, as one hint: %s', (_what, outputs, hint) => {
	expect(hintOf(outputs)).toBe(hint);
});
