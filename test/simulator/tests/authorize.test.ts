import { createHash } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';

import type { App } from '../index';
import { CALLBACK, Fixture, LOCAL_CALLBACK, text } from './fixture';

const fixture = new Fixture();
const CONSENT = 'https://www.tiktok.com/v2/auth/authorize/consent/';
const VERIFIER = 'v'.repeat(64);
const HEX = createHash('sha256').update(VERIFIER).digest('hex');

function authorizeUrl(app: App, changes: Record<string, string | undefined> = {}): string {
	const all = {
		client_key: app.clientKey,
		response_type: 'code',
		scope: 'user.info.basic,video.publish',
		redirect_uri: app.redirectUris[0]?.replace('*', '5678'),
		state: 's 1',
		...changes,
	};
	const given = Object.entries(all).flatMap(([key, value]) =>
		value === undefined ? [] : [[key, value]],
	);
	return `https://www.tiktok.com/v2/auth/authorize/?${new URLSearchParams(given).toString()}`;
}

const desktop = (): App =>
	fixture.simulator.addApp({ platform: 'desktop', redirectUris: ['http://localhost:*/cb/'] });

/** The culprit that the error page names; undefined for the consent page. */
async function culprit(url: string): Promise<string | undefined> {
	const page = await fixture.client.send('GET', url);
	return page.status === 200 ? undefined : /<code>([^<]+)<\/code>/.exec(page.text)?.[1];
}

describe('the consent page', () => {
	test('offers the accounts and the scopes, and escapes names', async () => {
		const app = fixture.webApp({ name: '<b>Evil & Co</b>' });
		fixture.simulator.addAccount({ username: 'alice', private: true });
		fixture.simulator.addAccount({ username: 'bob' });
		const page = await fixture.client.send('GET', authorizeUrl(app));
		expect(page.status).toBe(200);
		expect(page.headers['content-type']).toContain('text/html');
		for (const part of [
			'@alice',
			'private account',
			'@bob',
			'video.publish',
			'Simulator',
			'&#60;b&#62;Evil',
		]) {
			expect(page.text).toContain(part);
		}
		expect(page.text).not.toContain('<b>Evil');
		expect(page.text).not.toMatch(/(src|href)="/);
	});

	test('redirects with code, scopes (plural) and state; unticked scopes are left out', async () => {
		const app = fixture.webApp();
		const alice = fixture.simulator.addAccount({ username: 'alice' });
		const query = new URL(
			authorizeUrl(app, { scope: 'user.info.basic,video.publish,video.upload' }),
		).search.slice(1);
		const body = new URLSearchParams({
			query,
			account: alice.id,
			decision: 'allow',
			scope: 'video.upload',
		});
		const answer = await fixture.client.send('POST', CONSENT, { body });
		expect(answer.status).toBe(302);
		const location = String(answer.headers['location']);
		const callback = new URL(location);
		expect(callback.origin + callback.pathname).toBe(CALLBACK);
		expect(callback.searchParams.get('scopes')).toBe('user.info.basic,video.upload');
		expect(callback.searchParams.get('state')).toBe('s 1');
		expect(callback.searchParams.get('code')).toMatch(/\*\d!\d{4}$/);
		expect(location).toMatch(/%2A\d%21\d{4}/); // encoded, to be decoded exactly once
	});

	test('"Cancel" redirects with access_denied', async () => {
		const app = fixture.webApp();
		const query = new URL(authorizeUrl(app)).search.slice(1);
		const answer = await fixture.client.send('POST', CONSENT, {
			body: new URLSearchParams({ query, decision: 'deny' }),
		});
		const callback = new URL(String(answer.headers['location']));
		expect(callback.searchParams.get('error')).toBe('access_denied');
		expect(callback.searchParams.get('state')).toBe('s 1');
		expect(callback.searchParams.has('code')).toBe(false);
	});

	test('disable_auto_auth decides whether a known session sees it again', async () => {
		const { app, account } = fixture.connect();
		const url = authorizeUrl(app);
		const query = new URL(url).search.slice(1);
		const body = new URLSearchParams({
			query,
			account: account.id,
			decision: 'allow',
			scope: 'video.publish',
		});
		const consented = await fixture.client.send('POST', CONSENT, { body });
		const cookie = String(consented.headers['set-cookie']).split(';')[0] ?? '';
		const ask = async (to: string): Promise<number> =>
			(await fixture.client.send('GET', to, { headers: { cookie } })).status;
		expect(await ask(authorizeUrl(app, { disable_auto_auth: '0' }))).toBe(302);
		expect(await ask(authorizeUrl(app, { disable_auto_auth: '1' }))).toBe(200);
		expect(await ask(url)).toBe(302);
		fixture.simulator.rules.disableAutoAuthDefault = 1;
		expect(await ask(url)).toBe(200);
		fixture.simulator.rules.disableAutoAuth = 'ignored';
		expect(await ask(authorizeUrl(app, { disable_auto_auth: '0' }))).toBe(200);
		fixture.simulator.rules.disableAutoAuthDefault = 0;
		expect(await ask(authorizeUrl(app, { disable_auto_auth: '1' }))).toBe(302);
		fixture.simulator.revoke(app, account);
		expect(await ask(url)).toBe(200);
	});

	test('a second account is asked for in vain where the session is used unasked', async () => {
		const { app, account: alice } = fixture.connect({ account: { username: 'alice' } });
		const bob = fixture.simulator.addAccount({ username: 'bob' });
		const post = async (account: string) => {
			const query = new URL(authorizeUrl(app)).search.slice(1);
			const body = new URLSearchParams({ query, account, decision: 'allow' });
			return await fixture.client.send('POST', CONSENT, { body });
		};
		const cookie = String((await post(alice.id)).headers['set-cookie']).split(';')[0] ?? '';
		const open = async (flag: string) =>
			await fixture.client.send('GET', authorizeUrl(app, { disable_auto_auth: flag }), {
				headers: { cookie },
			});
		const silent = new URL(String((await open('0')).headers['location']));
		const token = await fixture.client.form('/v2/oauth/token/', {
			client_key: app.clientKey,
			client_secret: app.clientSecret,
			grant_type: 'authorization_code',
			code: silent.searchParams.get('code') ?? '',
			redirect_uri: CALLBACK,
		});
		expect(text(token, 'open_id')).toBe(fixture.simulator.grant(app, alice).open_id);
		expect((await open('1')).text).toContain('@bob');
		expect(new URL(String((await post(bob.id)).headers['location'])).searchParams.has('code')).toBe(
			true,
		);
	});

	test('authorize() does in one step what a click does', async () => {
		const { app, account } = fixture.connect();
		const url = authorizeUrl(app);
		expect(new URL(fixture.simulator.authorize(url, { account })).searchParams.has('code')).toBe(
			true,
		);
		expect(
			new URL(fixture.simulator.authorize(url, { account, deny: true })).searchParams.get('error'),
		).toBe('access_denied');
		expect(() =>
			fixture.simulator.authorize(authorizeUrl(app, { client_key: 'x' }), { account }),
		).toThrow('client_key');
	});
});

describe('the error page names the culprit', () => {
	test.each([
		['client_key', { client_key: 'nobody' }],
		['client_key', { client_key: undefined }],
		['redirect_uri', { redirect_uri: `${CALLBACK}/` }],
		['redirect_uri', { redirect_uri: undefined }],
		['response_type', { response_type: 'token' }],
		['scope', { scope: 'user.info.basic video.publish' }],
		['scope', { scope: undefined }],
		['scope', { scope: 'video.delete' }],
		[undefined, { state: undefined }],
		[undefined, { code_challenge: 'whatever', code_challenge_method: 'S256' }],
		['code_challenge', { code_challenge: HEX, code_challenge_method: 'plain' }],
	])('%s for %p on a web app', async (expected, changes) => {
		expect(await culprit(authorizeUrl(fixture.webApp(), changes))).toBe(expected);
	});

	test('a scope that the app lacks is client_key by default', async () => {
		const app = fixture.webApp({ scopes: ['video.upload'] });
		expect(await culprit(authorizeUrl(app))).toBe('client_key');
		fixture.simulator.rules.unapprovedScopeCulprit = 'scope';
		expect(await culprit(authorizeUrl(app))).toBe('scope');
	});

	test('desktop demands a challenge with S256; a base64url one passes here', async () => {
		const app = desktop();
		expect(await culprit(authorizeUrl(app))).toBe('code_challenge');
		expect(await culprit(authorizeUrl(app, { code_challenge: HEX }))).toBe('code_challenge');
		expect(
			await culprit(authorizeUrl(app, { code_challenge: HEX, code_challenge_method: 'S256' })),
		).toBeUndefined();
		const base64 = createHash('sha256').update(VERIFIER).digest('base64url');
		expect(
			await culprit(authorizeUrl(app, { code_challenge: base64, code_challenge_method: 'S256' })),
		).toBeUndefined();
		fixture.simulator.rules.desktopPkce = 'off';
		expect(await culprit(authorizeUrl(app))).toBeUndefined();
		fixture.simulator.rules.webPkce = 'required';
		expect(await culprit(authorizeUrl(fixture.webApp()))).toBe('code_challenge');
	});

	test('a fault can also go to the redirect URI with error_type', async () => {
		fixture.simulator.rules.authorizeFaults = 'redirect';
		const answer = await fixture.client.send(
			'GET',
			authorizeUrl(fixture.webApp(), { scope: 'nope' }),
		);
		const callback = new URL(String(answer.headers['location']));
		expect(callback.searchParams.get('error_type')).toBe('scope');
	});

	test('an account outside the sandbox is non_sandbox_target', () => {
		const app = fixture.webApp({ sandboxTargets: ['alice'] });
		expect(app.clientKey).toMatch(/^sb/);
		const alice = fixture.simulator.addAccount({ username: 'alice' });
		const bob = fixture.simulator.addAccount({ username: 'bob' });
		const refused = new URL(fixture.simulator.authorize(authorizeUrl(app), { account: bob }));
		expect(refused.searchParams.get('error')).toBe('access_denied');
		expect(refused.searchParams.get('error_type')).toBe('non_sandbox_target');
		expect(fixture.simulator.authorize(authorizeUrl(app), { account: alice })).toContain('code=');
	});
});

describe('redirect URIs', () => {
	test.each([
		['web', 'http://n8n.example.com/cb', 'https'],
		['web', 'https://localhost/cb', 'localhost'],
		['web', 'https://127.0.0.1/cb', 'localhost'],
		['web', 'https://n8n.example.com/cb?x=1', 'query'],
		['web', 'https://n8n.example.com/cb#x', 'fragment'],
		['web', '/cb', 'absolute'],
		['web', `https://n8n.example.com/${'x'.repeat(500)}`, 'shorter'],
		['desktop', 'https://n8n.example.com:443/cb', 'localhost or 127.0.0.1'],
		['desktop', 'http://localhost/cb', 'port'],
		['desktop', 'ftp://localhost:1/cb', 'http'],
	] as const)('%s refuses %s', (platform, uri, reason) => {
		expect(() => fixture.simulator.addApp({ platform, redirectUris: [uri] })).toThrow(reason);
	});

	test('at most ten', () => {
		const redirectUris = Array.from(
			{ length: 11 },
			(_, index) => `https://n8n.example.com/${index}`,
		);
		expect(() => fixture.simulator.addApp({ platform: 'web', redirectUris })).toThrow('at most 10');
	});

	test.each([
		['http://localhost:*/cb/', 'http://localhost:5678/cb/', true],
		['http://localhost:*/cb/', 'http://localhost:5678/cb', false],
		['http://localhost:*/cb/', 'http://localhost:5678/other/cb/', false],
		['http://localhost:*/cb/', 'http://localhost:/cb/', false],
		['http://localhost:*/cb/', 'http://localhost:1@evil.example/cb/', false],
		['http://localhost:*/cb/', 'http://127.0.0.1:5678/cb/', false],
		['http://127.0.0.1:*/cb', 'http://127.0.0.1:1/cb', true],
		[LOCAL_CALLBACK, LOCAL_CALLBACK, true],
		[LOCAL_CALLBACK, LOCAL_CALLBACK.replace('5678', '5679'), false],
	])('%s, asked for %s: %p', async (registered, asked, matches) => {
		const app = fixture.simulator.addApp({ platform: 'desktop', redirectUris: [registered] });
		const url = authorizeUrl(app, {
			redirect_uri: asked,
			code_challenge: HEX,
			code_challenge_method: 'S256',
		});
		expect(await culprit(url)).toBe(matches ? undefined : 'redirect_uri');
	});
});

test('the links that clients build open a page for public posts only', async () => {
	const account = fixture.simulator.addAccount({ username: 'alice' });
	const post = fixture.simulator.addPost(account, { caption: 'Hello', isAigc: true });
	const link = `https://www.tiktok.com/@alice/video/${post.id}`;
	expect((await fixture.client.send('GET', link)).text).toContain('Hello');
	fixture.simulator.setVisibility(post, 'SELF_ONLY');
	expect((await fixture.client.send('GET', link)).status).toBe(404);
});

test('a code from the page can be exchanged once the page is done', async () => {
	const app = desktop();
	const account = fixture.simulator.addAccount({ username: 'alice' });
	const url = authorizeUrl(app, { code_challenge: HEX, code_challenge_method: 'S256' });
	const callback = new URL(fixture.simulator.authorize(url, { account }));
	const answer = await fixture.client.form('/v2/oauth/token/', {
		client_key: app.clientKey,
		client_secret: app.clientSecret,
		grant_type: 'authorization_code',
		code: callback.searchParams.get('code') ?? '',
		redirect_uri: 'http://localhost:5678/cb/',
		code_verifier: VERIFIER,
	});
	expect(text(answer, 'scope')).toBe('user.info.basic,video.publish');
});
