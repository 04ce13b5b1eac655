import type { Answer } from '../api/answers';
import type { Account, Scope } from '../model';
import type { World } from '../world';
import {
	allow,
	deny,
	readAuthorizeRequest,
	refuse,
	type AuthorizeFault,
	type AuthorizeRequest,
} from './authorizeRequest';
import { consentPage, errorPage } from './pages';

/** Where the consent form goes; an address of the simulator's own. */
export const CONSENT_PATH = '/v2/auth/authorize/consent/';

/** Remembers who is logged in to the simulated TikTok in this browser. */
const SESSION_COOKIE = 'simulator_session';

const html = (status: number, body: string): Answer => ({
	status,
	headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
	body,
});

const redirect = (location: string, headers: Record<string, string> = {}): Answer => ({
	status: 302,
	headers: { Location: location, 'Cache-Control': 'no-store', ...headers },
});

function sessionAccount(world: World, cookie: string | undefined): Account | undefined {
	const id = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([^;]+)`).exec(cookie ?? '')?.[1];
	return world.accounts.find((account) => account.id === id);
}

function faultAnswer(world: World, fault: AuthorizeFault): Answer {
	if (world.rules.authorizeFaults === 'redirect' && fault.redirectUri !== undefined)
		return redirect(refuse(fault));
	return { ...html(400, errorPage(fault.culprit, fault.detail)), errorCode: fault.culprit };
}

/** Whether the account has already given the app all scopes that are asked for, so that the consent page may be skipped. */
function mayAutoAuth(world: World, request: AuthorizeRequest, account: Account): boolean {
	return [...world.accessTokens.values()].some(
		({ grant, scopes }) =>
			grant.app === request.app &&
			grant.account === account &&
			grant.revokedAt === undefined &&
			request.scopes.every((scope) => scopes.includes(scope)),
	);
}

/** GET of the authorize page: https://developers.tiktok.com/doc/login-kit-web */
export function authorizeEndpoint(
	world: World,
	query: URLSearchParams,
	cookie: string | undefined,
): Answer {
	const request = readAuthorizeRequest(world, query);
	if ('culprit' in request) return faultAnswer(world, request);
	const account = sessionAccount(world, cookie);
	if (account !== undefined && request.autoAuth && mayAutoAuth(world, request, account)) {
		return redirect(allow(world, request, account, request.scopes));
	}
	return html(
		200,
		consentPage(
			request.app,
			world.accounts,
			account,
			request.scopes,
			CONSENT_PATH,
			query.toString(),
		),
	);
}

/** POST of the consent form. */
export function consentEndpoint(world: World, form: URLSearchParams): Answer {
	const request = readAuthorizeRequest(world, new URLSearchParams(form.get('query') ?? ''));
	if ('culprit' in request) return faultAnswer(world, request);
	if (form.get('decision') !== 'allow') return redirect(deny(request));
	const account = world.accounts.find((candidate) => candidate.id === form.get('account'));
	if (account === undefined) return html(400, errorPage('account', 'Choose an account.'));
	const ticked = request.scopes.filter((scope: Scope) => form.getAll('scope').includes(scope));
	const session = `${SESSION_COOKIE}=${account.id}; Path=/; Secure; HttpOnly; SameSite=Lax`;
	return redirect(allow(world, request, account, ticked), { 'Set-Cookie': session });
}
