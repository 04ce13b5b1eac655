import type { AccessToken, Account, App, Grant, Scope } from '../model';
import type { Rules } from '../rules';
import type { World } from '../world';
import {
	accessTokenInvalid,
	INVALID,
	invalidParams,
	rateLimitExceeded,
	scopeNotAuthorized,
	type EndpointFamily,
} from './answers';

/** The named points at which a test can inject a fault. */
export type FaultPoint =
	| 'authorize'
	| 'token'
	| 'revoke'
	| 'user info'
	| 'creator info'
	| 'video init'
	| 'inbox init'
	| 'content init'
	| 'upload'
	| 'status'
	| 'cancel'
	| 'list'
	| 'query';

/** A call whose token, scope and rate were accepted. */
export interface AuthorizedCall {
	world: World;
	grant: Grant;
	/** Those of the token. */
	scopes: readonly Scope[];
	app: App;
	account: Account;
	query: URLSearchParams;
	/** The parsed JSON body; undefined if there was none. */
	body: unknown;
}

/** One JSON endpoint of open.tiktokapis.com. */
export interface Endpoint {
	point: FaultPoint;
	family: EndpointFamily;
	method: 'GET' | 'POST';
	path: string;
	/** Any one of these is enough. */
	scopes: (body: unknown) => readonly Scope[];
	/** The name of the rate limit bucket. */
	bucket: (rules: Rules) => string;
	perMinute: (rules: Rules) => number;
	/**
	 * The endpoint's own rules.
	 * @returns `data` of the envelope; undefined leaves it out
	 * @throws ApiRefusal
	 */
	handle: (call: AuthorizedCall) => unknown;
}

/** What the transport read of a request to a JSON endpoint. */
export interface RawCall {
	authorization: string | undefined;
	contentType: string | undefined;
	query: URLSearchParams;
	text: string;
}

/**
 * Runs an endpoint with the checks that all share, in an order that is our guess: token, scope, rate limit, parameters.
 *
 * @param onGrant called with the grant of the token, once that is known
 * @returns `data` of the envelope
 * @throws ApiRefusal
 */
export function runEndpoint(
	world: World,
	endpoint: Endpoint,
	raw: RawCall,
	onGrant: (grant: Grant) => void,
): unknown {
	const token = tokenOf(world, raw.authorization);
	const { grant } = token;
	onGrant(grant);
	const body = parseJson(raw);
	if (!endpoint.scopes(body.value).some((scope) => token.scopes.includes(scope)))
		throw scopeNotAuthorized();
	takeRate(world, endpoint, token);
	if (
		body.problem ||
		(raw.text !== '' && world.rules.requireJsonContentType && !isJson(raw.contentType))
	) {
		throw invalidParams(world.rules, 'The request body is not valid JSON');
	}
	const { app, account } = grant;
	return endpoint.handle({
		world,
		grant,
		scopes: token.scopes,
		app,
		account,
		query: raw.query,
		body: body.value,
	});
}

/**
 * The token of a call. 401 when it is missing, unknown, expired or revoked
 * (https://developers.tiktok.com/doc/tiktok-api-v2-error-handling); for a header of another form see the rule
 * `malformedAuthorization`.
 */
function tokenOf(world: World, authorization: string | undefined): AccessToken {
	if (authorization === undefined) throw accessTokenInvalid();
	const value = /^Bearer (\S+)$/i.exec(authorization)?.[1];
	if (value === undefined) {
		if (world.rules.malformedAuthorization === 'access_token_invalid') throw accessTokenInvalid();
		throw invalidParams(world.rules, INVALID.authorization);
	}
	const token = world.accessTokens.get(value);
	if (token === undefined || token.dead || token.expiresAt <= world.clock.now())
		throw accessTokenInvalid();
	return token;
}

/** Counts the call towards its limit; see the rules under “Limits”. @throws ApiRefusal over the limit */
function takeRate(world: World, endpoint: Endpoint, token: AccessToken): void {
	const { rules } = world;
	if (!rules.rateLimits) return;
	const perApp = endpoint.family === 'display' && rules.displayLimitPer === 'app';
	const owner = perApp ? token.grant.app.clientKey : token.bucket;
	const key = `${endpoint.bucket(rules)} ${owner}`;
	if (!world.limits.take(key, endpoint.perMinute(rules), rules.refusedCallsCount))
		throw rateLimitExceeded();
}

function parseJson(raw: RawCall): { value: unknown; problem: boolean } {
	if (raw.text === '') return { value: undefined, problem: false };
	try {
		return { value: JSON.parse(raw.text), problem: false };
	} catch {
		return { value: undefined, problem: true };
	}
}

const isJson = (contentType: string | undefined): boolean =>
	/^application\/json\b/i.test(contentType ?? '');
