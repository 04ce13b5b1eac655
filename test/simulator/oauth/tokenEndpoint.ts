/* eslint-disable @n8n/community-nodes/require-node-api-error -- the simulator is not a node */
import { createHash } from 'node:crypto';

import type { Answer } from '../api/answers';
import { writeJson } from '../json';
import type { App, Grant } from '../model';
import type { World } from '../world';
import { consent, issueTokens, removeGrant, rotateTokens, type TokenAnswer } from './grants';

/** https://developers.tiktok.com/doc/oauth-error-handling */
type OAuthErrorCode =
	| 'invalid_client'
	| 'invalid_grant'
	| 'invalid_request'
	| 'unsupported_grant_type';

class OAuthRefusal extends Error {
	constructor(
		readonly code: OAuthErrorCode,
		description: string,
	) {
		super(description);
	}
}

/** Descriptions of refusals: the first three are TikTok's, the others are from public reports. Descriptions that stand elsewhere are ours. */
const MALFORMED = 'The request parameters are malformed.';
const SECRET_MISSING = 'Client secret is missed in request.';
const REDIRECT_MISMATCH = 'Redirect_uri is not matched with the uri when requesting code.';
const BAD_VERIFIER = 'Code verifier or code challenge is invalid.';
const CODE_EXPIRED = 'Authorization code is expired.';
const REFRESH_INVALID = 'Refresh token is invalid or expired.';

/** A request to an OAuth endpoint as the transport read it. */
export interface OAuthCall {
	contentType: string | undefined;
	authorization: string | undefined;
	query: URLSearchParams;
	text: string;
}

/** https://developers.tiktok.com/doc/oauth-get-a-user-access-token, https://developers.tiktok.com/docs/en/oauth-refresh-a-user-access-token */
export function tokenEndpoint(
	world: World,
	call: OAuthCall,
	onGrant: (grant: Grant) => void,
): Answer {
	return answer(world, () => {
		const parameters = formOf(world, call);
		const grantType = required(parameters, 'grant_type');
		if (grantType !== 'authorization_code' && grantType !== 'refresh_token') {
			throw new OAuthRefusal('unsupported_grant_type', 'The grant type is not supported.');
		}
		const app = authenticateClient(world, parameters);
		const exchange = grantType === 'authorization_code' ? exchangeCode : refresh;
		return writeJson(exchange(world, app, parameters, onGrant));
	});
}

/** https://developers.tiktok.com/docs/en/oauth-revoke-a-user-access-token */
export function revokeEndpoint(
	world: World,
	call: OAuthCall,
	onGrant: (grant: Grant) => void,
): Answer {
	return answer(world, () => {
		const parameters = formOf(world, call);
		const app = authenticateClient(world, parameters);
		const token = world.accessTokens.get(required(parameters, 'token'));
		const alive =
			token !== undefined &&
			!token.dead &&
			token.grant.app === app &&
			token.expiresAt > world.clock.now();
		if (!alive && world.rules.revokeDeadToken === 'invalid_grant') {
			throw new OAuthRefusal('invalid_grant', 'The token is invalid.');
		}
		if (alive) {
			onGrant(token.grant);
			removeGrant(world, token.grant, 5);
		}
		return world.rules.revokeBody;
	});
}

/** The parameters, by default only from a body in form encoding; JSON was refused in public reports. */
function formOf(world: World, call: OAuthCall): URLSearchParams {
	const isForm = /^application\/x-www-form-urlencoded\b/i.test(call.contentType ?? '');
	const isRefused =
		!isForm ||
		(/;\s*charset=/i.test(call.contentType ?? '') && world.rules.formCharset === 'refused');
	if (call.text !== '' && isRefused) throw new OAuthRefusal('invalid_request', MALFORMED);
	const parameters = new URLSearchParams(call.text);
	if (world.rules.acceptTokenParametersInQuery) {
		for (const [name, value] of call.query) if (!parameters.has(name)) parameters.set(name, value);
	}
	const basic = /^Basic (\S+)$/i.exec(call.authorization ?? '')?.[1];
	if (basic !== undefined && world.rules.acceptBasicClientAuthentication) {
		const [key = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
		parameters.set('client_key', decodeURIComponent(key));
		parameters.set('client_secret', decodeURIComponent(secret));
	}
	return parameters;
}

function required(parameters: URLSearchParams, name: string): string {
	const value = parameters.get(name);
	if (value === null || value === '') throw new OAuthRefusal('invalid_request', MALFORMED);
	return value;
}

function authenticateClient(world: World, parameters: URLSearchParams): App {
	const key = required(parameters, 'client_key');
	const secret = parameters.get('client_secret') ?? '';
	if (secret === '') throw new OAuthRefusal('invalid_request', SECRET_MISSING);
	const app = world.apps.find((candidate) => candidate.clientKey === key);
	if (app === undefined || app.clientSecret !== secret) {
		throw new OAuthRefusal('invalid_client', 'Client key or secret is incorrect.');
	}
	return app;
}

type GrantType = (
	world: World,
	app: App,
	parameters: URLSearchParams,
	onGrant: (grant: Grant) => void,
) => Partial<TokenAnswer>;

const exchangeCode: GrantType = (world, app, parameters, onGrant) => {
	const code = world.codes.get(required(parameters, 'code'));
	const redirectUri = required(parameters, 'redirect_uri');
	if (
		code === undefined ||
		code.app !== app ||
		(code.used && world.rules.authorizationCodeSingleUse)
	) {
		throw new OAuthRefusal('invalid_grant', 'Authorization code is invalid.');
	}
	if (code.expiresAt <= world.clock.now()) throw new OAuthRefusal('invalid_grant', CODE_EXPIRED);
	if (code.redirectUri !== redirectUri)
		throw new OAuthRefusal('invalid_request', REDIRECT_MISMATCH);
	assertVerifier(world, app, code.codeChallenge, parameters.get('code_verifier'));
	code.used = true;
	const grant = consent(world, app, code.account);
	onGrant(grant);
	return issueTokens(world, grant, code.scopes);
};

/**
 * The challenge is the hex SHA-256 of the verifier (https://developers.tiktok.com/doc/login-kit-desktop). One in base64url passes the
 * consent page and fails only here (several public reports).
 */
function assertVerifier(
	world: World,
	app: App,
	challenge: string | undefined,
	verifier: string | null,
): void {
	const mode = app.platform === 'desktop' ? world.rules.desktopPkce : world.rules.webPkce;
	if (mode === 'off' || mode === 'ignored') return;
	if (challenge === undefined && mode !== 'required') return;
	const wellFormed = verifier !== null && /^[A-Za-z0-9\-._~]{43,128}$/.test(verifier);
	if (!wellFormed || createHash('sha256').update(verifier).digest('hex') !== challenge) {
		throw new OAuthRefusal('invalid_request', BAD_VERIFIER);
	}
}

const refresh: GrantType = (world, app, parameters, onGrant) => {
	const { rules, clock } = world;
	const token = world.refreshTokens.get(required(parameters, 'refresh_token'));
	if (
		token === undefined ||
		token.grant.app !== app ||
		token.dead ||
		token.expiresAt <= clock.now()
	) {
		throw new OAuthRefusal('invalid_grant', REFRESH_INVALID);
	}
	onGrant(token.grant);
	const graceOver =
		token.rotatedAt !== undefined && clock.now() >= token.rotatedAt + rules.rotationGraceMs;
	if (graceOver) {
		if (rules.refreshReuseRevokesGrant) removeGrant(world, token.grant, 0);
		throw new OAuthRefusal('invalid_grant', REFRESH_INVALID);
	}
	return rotateTokens(world, token);
};

/** Wraps a success or a refusal; both bodies are flat. */
function answer(world: World, run: () => string): Answer {
	const logId = world.newLogId();
	const headers = {
		'Content-Type': 'application/json',
		'Cache-Control': 'no-store',
		'x-tt-logid': logId,
	};
	try {
		return { status: 200, headers, body: run(), errorCode: 'ok' };
	} catch (problem) {
		if (!(problem instanceof OAuthRefusal)) throw problem;
		const { tokenErrorStatus } = world.rules;
		const byError = problem.code === 'invalid_client' ? 401 : 400;
		return {
			status: tokenErrorStatus === 'byError' ? byError : tokenErrorStatus,
			headers,
			body: writeJson({ error: problem.code, error_description: problem.message, log_id: logId }),
			errorCode: problem.code,
		};
	}
}
