import { SCOPES, type Account, type App, type Scope } from '../model';
import type { World } from '../world';
import { issueCode } from './grants';
import { isRegisteredRedirectUri } from './redirectUris';

/** What TikTok's error page names. No page lists these names; they are known from public reports. */
export type Culprit =
	| 'client_key'
	| 'redirect_uri'
	| 'scope'
	| 'code_challenge'
	| 'response_type'
	| 'non_sandbox_target';

/** An authorize request that may go on to the consent page. */
export interface AuthorizeRequest {
	app: App;
	scopes: Scope[];
	redirectUri: string;
	state: string | undefined;
	codeChallenge: string | undefined;
	/** Whether the consent page may be skipped for a session that has already consented. */
	autoAuth: boolean;
}

/** A fault of the request; `redirectUri` is there once that was found good. */
export interface AuthorizeFault {
	culprit: Culprit;
	detail: string;
	redirectUri?: string;
	state?: string;
}

/** Checks the query of the authorize page: https://developers.tiktok.com/doc/login-kit-web, https://developers.tiktok.com/doc/login-kit-desktop */
export function readAuthorizeRequest(
	world: World,
	query: URLSearchParams,
): AuthorizeRequest | AuthorizeFault {
	const { rules } = world;
	const app = world.apps.find((candidate) => candidate.clientKey === query.get('client_key'));
	if (app === undefined) return { culprit: 'client_key', detail: 'No app has this client key.' };

	const redirectUri = query.get('redirect_uri') ?? '';
	if (!isRegisteredRedirectUri(app, redirectUri)) {
		return { culprit: 'redirect_uri', detail: 'The redirect URI is not registered for this app.' };
	}
	const state = query.get('state') ?? undefined;
	const fault = (culprit: Culprit, detail: string): AuthorizeFault => ({
		culprit,
		detail,
		redirectUri,
		...(state === undefined ? {} : { state }),
	});
	if (query.get('response_type') !== 'code')
		return fault('response_type', 'The response type must be "code".');

	const asked = (query.get('scope') ?? '').split(','); // commas, not blanks
	const scopes = SCOPES.filter((scope) => asked.includes(scope));
	const unknown = asked.find((name) => !SCOPES.some((scope) => scope === name));
	if (unknown !== undefined) return fault('scope', `"${unknown}" is not a scope.`);
	const unapproved = scopes.find((scope) => !app.scopes.includes(scope));
	if (unapproved !== undefined)
		return fault(rules.unapprovedScopeCulprit, `The app is not approved for "${unapproved}".`);

	const codeChallenge = query.get('code_challenge') ?? undefined;
	const pkce = app.platform === 'desktop' ? rules.desktopPkce : rules.webPkce;
	const checked = pkce === 'required' || (pkce === 'whenGiven' && codeChallenge !== undefined);
	if (checked && (codeChallenge ?? '') === '')
		return fault('code_challenge', 'The code challenge is missing.');
	if (checked && query.get('code_challenge_method') !== 'S256') {
		return fault('code_challenge', 'The code challenge method must be "S256".');
	}
	const given = rules.disableAutoAuth === 'heeded' ? query.get('disable_auto_auth') : null;
	const flag = given ?? String(rules.disableAutoAuthDefault);
	return { app, scopes, redirectUri, state, codeChallenge, autoAuth: flag === '0' };
}

/** Whether the account is a target user of the sandbox: https://developers.tiktok.com/doc/add-a-sandbox */
export function isTarget(app: App, account: Account): boolean {
	return app.sandboxTargets === undefined || app.sandboxTargets.includes(account.username);
}

/** `*` and `!` of a code arrive percent-encoded and have to be decoded once. */
const encode = (value: string): string =>
	encodeURIComponent(value).replace(
		/[!*'()]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
	);

function callback(redirectUri: string, parameters: Record<string, string | undefined>): string {
	const query = Object.entries(parameters).flatMap(([name, value]) =>
		value === undefined ? [] : [`${name}=${encode(value)}`],
	);
	return `${redirectUri}?${query.join('&')}`;
}

/** The callback after consent: `scopes`, in the plural, are those that the user left ticked. */
export function allow(
	world: World,
	request: AuthorizeRequest,
	account: Account,
	ticked: readonly Scope[],
): string {
	const { app, redirectUri, state, codeChallenge } = request;
	if (!isTarget(app, account)) {
		return refuse({
			culprit: 'non_sandbox_target',
			detail: 'The account is not a target of the sandbox.',
			redirectUri,
			...(state === undefined ? {} : { state }),
		});
	}
	// The basic scope belongs to every login and cannot be unticked.
	const scopes = request.scopes.filter(
		(scope) => scope === 'user.info.basic' || ticked.includes(scope),
	);
	const code = issueCode(world, {
		app,
		account,
		scopes,
		redirectUri,
		...(codeChallenge === undefined ? {} : { codeChallenge }),
	});
	return callback(redirectUri, { code: code.value, scopes: scopes.join(','), state });
}

/** The callback after "Deny". */
export function deny({ redirectUri, state }: AuthorizeRequest): string {
	return callback(redirectUri, {
		error: 'access_denied',
		error_description: 'The user denied the request.',
		state,
	});
}

/** The callback of a fault, with `error_type`, which is not documented but was reported. */
export function refuse(fault: AuthorizeFault): string {
	const error = fault.culprit === 'non_sandbox_target' ? 'access_denied' : 'unauthorized_client';
	return callback(fault.redirectUri ?? '', {
		error,
		error_type: fault.culprit,
		error_description: fault.detail,
		state: fault.state,
	});
}
