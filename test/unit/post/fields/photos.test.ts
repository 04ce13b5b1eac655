import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readPhotoUrls } from '../../../../nodes/TikTok/post/fields/photos';
import { ParameterError } from '../../../../nodes/shared/errors/parameterError';

const url = (index: number, ending = '.jpg') =>
	`https://media.example.com/photos/${index}${ending}`;
const urls = (count: number) => Array.from({ length: count }, (_, index) => url(index));

function refusal(value: unknown): ParameterError {
	try {
		readPhotoUrls(value);
	} catch (error) {
		if (error instanceof ParameterError) return error;
	}
	throw new RangeError('Not refused');
}

const anyUrl = fc
	.tuple(
		fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }),
		fc.constantFrom('', 'a,b', '%20', '?x=1,2'),
	)
	.map(([base, tail]) => `${base}${tail}`)
	// A comma or semicolon before white space or the next address parts two.
	.filter((address) => URL.canParse(address) && !/[,;]$|[,;]['"<]?https?:/.test(address));

describe('the addresses of photos', () => {
	test.each([
		['a list', [url(1), url(2)]],
		['one text', `${url(1)} ${url(2)}`],
		['lines', `${url(1)}\n${url(2)}\n`],
		['lines of Windows', `${url(1)}\r\n${url(2)}\r\n`],
		['commas', `${url(1)},${url(2)}`],
		['commas and spaces', ` ${url(1)} , ${url(2)}, `],
		['a list in a list, as an expression gives it', [[url(1), url(2)]]],
		['entries that are lists of their own', [`${url(1)},${url(2)}`, '', undefined, null]],
		['JSON text', JSON.stringify([url(1), url(2)])],
		['JSON text in a list', [JSON.stringify([url(1), url(2)])]],
		['objects, as generators of pictures give them', [{ url: url(1), width: 5 }, { url: url(2) }]],
		['semicolons', `${url(1)};${url(2)}`],
		['quotes', `"${url(1)}", "${url(2)}"`],
		['links of Markdown', `![first](${url(1)})\n[second photo](${url(2)})`],
	])('are read from %s', (_what, value) => {
		expect(readPhotoUrls(value)).toEqual([url(1), url(2)]);
	});

	test('come out as they went in, in their order, however they are put together', () => {
		fc.assert(
			fc.property(
				fc.array(anyUrl, { minLength: 1, maxLength: 35 }),
				fc.constantFrom(' ', ',', ', ', '\n', ' ,\t', '\r\n'),
				(addresses, between) => {
					expect(readPhotoUrls(addresses)).toEqual(addresses);
					expect(readPhotoUrls([addresses])).toEqual(addresses);
					expect(readPhotoUrls(addresses.join(between))).toEqual(addresses);
				},
			),
		);
	});

	test('are 1 to 35', () => {
		expect(readPhotoUrls(urls(1))).toHaveLength(1);
		expect(readPhotoUrls(urls(35))).toHaveLength(35);
		expect(refusal(urls(36)).message).toBe(
			'‘Photo URLs’ has 36 photos, and TikTok takes at most 35',
		);
		for (const nothing of [[], '', ' ,\n', [''], [[]], undefined, null]) {
			expect(refusal(nothing).message).toBe('‘Photo URLs’ is empty');
		}
	});

	test.each(['.jpg', '', '.php', '.png', '.PNG?fm=jpg', '.heic', '.mp4', '?format=png', '#.png'])(
		'may end in %j, since the content decides',
		(ending) => {
			expect(readPhotoUrls([url(1, ending)])).toEqual([url(1, ending)]);
		},
	);

	test.each([
		['http://media.example.com/1.jpg', /begins with http:\/\//],
		[
			'media.example.com/1.jpg',
			/must be complete web addresses, but holds the text ‘media\.example\.com\/1\.jpg’/,
		],
		['ftp://media.example.com/1.jpg', /must be complete web addresses/],
		['data:image/jpeg;base64,AAAA', /holds the text ‘data:image\/jpeg;base64,AAAA’/],
		['[object Object]', /holds an object that was put into text/],
	])('are complete and https: not %s', (address, message) => {
		expect(refusal([url(1), address]).message).toMatch(message);
	});
});
