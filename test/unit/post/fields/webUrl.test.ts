import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readHttpsUrl, readWebUrl } from '../../../../nodes/TikTok/post/fields/webUrl';

const address = 'https://media.example.com/files/1.mp4?signature=a%20b,c;d';

describe('a web address', () => {
	test.each([
		address,
		` ${address}\r\n`,
		[address],
		{ url: address },
		[{ url: address, content_type: 'video/mp4', file_size: 5 }],
		JSON.stringify([{ url: address }]),
		`"${address}"`,
		`<${address}>`,
		`[the video](${address})`,
		`[${address}](${address})`,
		`\u2068${address}\u2069`,
	])('is found in %j', (value) => {
		expect(readWebUrl('Video URL', value)).toBe(address);
	});

	test('may have spaces in its path, and letters of any script', () => {
		expect(readWebUrl('Video URL', 'https://a.example/my clip.mp4')).toBe(
			'https://a.example/my%20clip.mp4',
		);
		const persian = 'https://a.example/می\u200cخواهم.mp4';
		expect(readWebUrl('Video URL', persian)).toBe(persian);
	});

	test.each([
		[[address, address], 'a list of 2 entries'],
		[{ a: 1, b: 2 }, 'an object with the keys a, b'],
		[5, 'the number 5'],
		[true, 'true'],
		['clip.mp4', 'the text ‘clip.mp4’'],
		['media.example.com/clip.mp4', 'the text ‘media.example.com/clip.mp4’'],
		['https:clip.mp4', 'the text ‘https:clip.mp4’'],
		['https:///clip.mp4', 'the text ‘https:///clip.mp4’'],
		['ftp://me:secret@a.example/1?token=secret', 'the text ‘ftp://a.example/1?…’'],
		[
			'https://a.example/1 https://a.example/2',
			'the text ‘https://a.example/1 https://a.example/2’',
		],
		['https://a.example/1\nHere it is', 'the text ‘https://a.example/1 Here it is’'],
		['[object Object]', 'an object that was put into text ([object Object])'],
	])('is not %j', (value, came) => {
		expect(() => readWebUrl('Video URL', value)).toThrow(
			`‘Video URL’ must be one complete web address, but holds ${came}`,
		);
	});

	test.each([undefined, '', ' ', [], [''], { url: '' }])('is not there: %j', (value) => {
		expect(() => readWebUrl('Video URL', value)).toThrow('‘Video URL’ is empty');
	});

	test('begins with https where TikTok pulls it', () => {
		expect(readHttpsUrl('Video URL', 'HTTPS://a.example/1')).toBe('HTTPS://a.example/1');
		expect(() => readHttpsUrl('Video URL', 'http://me:secret@a.example/1?k=secret')).toThrow(
			'‘Video URL’ begins with http://, and TikTok pulls files only over https: http://a.example/1?…',
		);
	});

	test('comes out as it went in', () => {
		fc.assert(
			fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
				expect(readWebUrl('Video URL', url)).toBe(url);
				expect(readWebUrl('Video URL', [JSON.stringify({ url })])).toBe(url);
			}),
		);
	});
});
