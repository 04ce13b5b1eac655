import { describe, expect, it } from '@jest/globals';

import { decodeEntities, textOf } from '../html';
import { readForm } from '../htmlForm';

describe('readForm', () => {
	it('reads hidden fields, choices with their labels, and buttons', () => {
		const form = readForm(`<p>x</p><form method="post" action="/allow?a=1&amp;b=2">
			<input type=hidden name="query" value="state=a&#61;b&amp;scope=&quot;x&quot;">
			<label><input type="radio" name="account" value="1" checked><span>Ann<small>@ann &middot; private</small></span></label>
			<label><input type="checkbox" name="scope" value="user.info.basic" checked disabled> Profile</label>
			<button name="decision" value='allow'>Continue</button></form>`);
		expect(form).toEqual({
			method: 'POST',
			action: '/allow?a=1&b=2',
			fields: [
				{
					name: 'query',
					value: 'state=a=b&scope="x"',
					type: 'hidden',
					checked: false,
					disabled: false,
					label: '',
				},
				{
					name: 'account',
					value: '1',
					type: 'radio',
					checked: true,
					disabled: false,
					label: 'Ann @ann &middot; private',
				},
				{
					name: 'scope',
					value: 'user.info.basic',
					type: 'checkbox',
					checked: true,
					disabled: true,
					label: 'Profile',
				},
				{
					name: 'decision',
					value: 'allow',
					type: 'submit',
					checked: false,
					disabled: false,
					label: 'Continue',
				},
			],
		});
	});

	it('finds no form on an error page', () => {
		expect(readForm('<h1>Something went wrong</h1>')).toBeUndefined();
	});
});

describe('textOf', () => {
	it('keeps the words and drops scripts, styles and the title', () => {
		const page =
			'<title>t</title><style>p{}</style><h4>Error: a &lt; b</h4><script>x()</script><pre>{&quot;c&quot;:&#x3D;}</pre>';
		expect(textOf(page)).toBe('Error: a < b {"c":=}');
	});

	it('leaves unknown references alone', () => {
		expect(decodeEntities('&hellip;&#128512;')).toBe('&hellip;😀');
	});
});
