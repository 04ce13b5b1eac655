import { expect, test } from '@jest/globals';

import { hintsOf } from '../../nodes/TikTok/hints';

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
	expect(hintsOf(outputs)).toEqual(
		hint === undefined ? [] : [{ message: hint, type: 'warning', location: 'outputPane' }],
	);
});

const draft =
	'The draft is in the inbox of the TikTok app: nothing is public until its owner opens it there and posts it.';
const processing =
	'TikTok is still working on the post: Publish → Wait for Completion tells what becomes of it.';
const withoutLink =
	'It is published, without a link: TikTok gives one only for posts that everyone can see, after moderation.';
const verdict = (word: string, more = {}) => [{ verdict: word, ...more }];

test.each([
	['a draft', [verdict('in_inbox')], draft],
	[
		'one still under way',
		[verdict('published'), verdict('processing')],
		`Item 2 of 2: ${processing}`,
	],
	[
		'skipped items, each with its reason',
		[
			verdict('skipped', { skip_reason: 'Posted before.' }),
			verdict('skipped', { skip_reason: 'Under way.' }),
		],
		'Item 1 of 2: This run has not posted it. Posted before. Item 2 of 2: This run has not posted it. Under way.',
	],
	[
		'a post that has no ID',
		[
			verdict('published', { post_ids: [] }),
			verdict('published', { post_ids: ['7602997517160123666'] }),
		],
		`Item 1 of 2: ${withoutLink}`,
	],
	['what is not a verdict', [verdict('toString'), [{}], verdict('failed')], undefined],
])('what a verdict leaves to do: %s', (_what, outputs, message) => {
	expect(hintsOf(outputs)).toEqual(
		message === undefined ? [] : [{ message, type: 'info', location: 'outputPane' }],
	);
});

test('both kinds stand beside each other', () => {
	expect(hintsOf([verdict('in_inbox', { warnings: ['A.'] })]).map(({ type }) => type)).toEqual([
		'info',
		'warning',
	]);
});
