import { describe, expect, it } from '@jest/globals';

import { CookieJar } from '../cookies';

function answer(...cookies: string[]): Headers {
	const headers = new Headers();
	for (const cookie of cookies) headers.append('set-cookie', cookie);
	return headers;
}

describe('CookieJar', () => {
	it('sends back what was set, the newest value of a name', () => {
		const jar = new CookieJar();
		jar.store(answer('n8n-auth=old; Max-Age=600; Path=/; HttpOnly', 'other=x'));
		jar.store(answer('n8n-auth=a.b=c; Max-Age=600; Path=/; HttpOnly; SameSite=Lax'));
		expect(jar.header('/rest/login')).toBe('n8n-auth=a.b=c; other=x');
	});

	it('heeds the path of a cookie', () => {
		const jar = new CookieJar();
		jar.store(answer('binding=1; Path=/rest'));
		expect(jar.header('/rest/oauth2-credential/callback')).toBe('binding=1');
		expect(jar.header('/rest')).toBe('binding=1');
		expect(jar.header('/restore')).toBe('');
		expect(jar.header('/types/nodes.json')).toBe('');
	});

	it('removes cookies that are taken back', () => {
		const jar = new CookieJar();
		jar.store(answer('a=1', 'b=2', 'c=3; Expires=Wed, 01 Jan 2200 00:00:00 GMT'));
		jar.store(answer('a=; Max-Age=0', 'b=; Expires=Thu, 01 Jan 1970 00:00:00 GMT'));
		expect(jar.header('/')).toBe('c=3');
	});
});
