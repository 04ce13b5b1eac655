import type { App } from '../model';

/**
 * The rules for redirect URIs: https://developers.tiktok.com/doc/login-kit-web, https://developers.tiktok.com/doc/login-kit-desktop.
 * At most 10 URIs, each shorter than 512 characters.
 */
const MAX_URIS = 10;
const MAX_LENGTH = 512;

const LOOPBACK = ['localhost', '127.0.0.1'];

/** A URL cannot have a wildcard as its port: a digit replaces it while the rest is checked. */
const withPort = (uri: string): string => uri.replace(/^(https?:\/\/[^/:]+):\*(?=\/|$)/, '$1:1');

/**
 * Checks what a developer registers.
 * @throws Error that names the broken rule
 */
export function assertRedirectUris(platform: App['platform'], uris: readonly string[]): void {
	if (uris.length > MAX_URIS)
		throw new Error(`An app can register at most ${MAX_URIS} redirect URIs`);
	for (const uri of uris) {
		const problem = redirectUriProblem(platform, uri);
		if (problem !== undefined) throw new Error(`Redirect URI "${uri}": ${problem}`);
	}
}

function redirectUriProblem(platform: App['platform'], uri: string): string | undefined {
	if (uri.length >= MAX_LENGTH) return `must be shorter than ${MAX_LENGTH} characters`;
	const plain = platform === 'desktop' ? withPort(uri) : uri;
	if (!URL.canParse(plain)) return 'is not an absolute URL';
	const url = new URL(plain);
	if (uri.includes('?')) return 'must not have query parameters';
	if (uri.includes('#')) return 'must not have a fragment';
	if (platform === 'web') {
		if (url.protocol !== 'https:') return 'must begin with https:// on the web platform';
		return LOOPBACK.includes(url.hostname)
			? 'must not be on localhost on the web platform'
			: undefined;
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:')
		return 'must begin with http:// or https://';
	if (!LOOPBACK.includes(url.hostname))
		return 'must be on localhost or 127.0.0.1 on the desktop platform';
	return /^https?:\/\/[^/:]+:\d+/.test(plain) ? undefined : 'must have a port, or * for any';
}

/** Whether a request's `redirect_uri` is a registered one: the same bytes (as was reported), except for a wildcard port. */
export function isRegisteredRedirectUri(app: App, uri: string): boolean {
	return app.redirectUris.some((registered) => {
		if (registered === uri) return true;
		if (app.platform !== 'desktop' || !registered.includes(':*')) return false;
		const [before = '', after = ''] = registered.split(':*');
		return (
			uri.startsWith(`${before}:`) &&
			/^\d{1,5}$/.test(uri.slice(before.length + 1, uri.length - after.length)) &&
			uri.endsWith(after)
		);
	});
}
