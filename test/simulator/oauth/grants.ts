import { newAccessToken, newAuthorizationCode, newOpenId, newRefreshToken } from '../identifiers';
import type {
	AccessToken,
	Account,
	App,
	AuthorizationCode,
	Grant,
	RefreshToken,
	RemovalReason,
	Scope,
} from '../model';
import { failTask } from '../publishing/lifecycle';
import type { World } from '../world';

/** The flat answer of the token endpoint: https://developers.tiktok.com/doc/oauth-user-access-token-management */
export interface TokenAnswer {
	open_id: string;
	scope: string;
	access_token: string;
	expires_in: number;
	refresh_token: string;
	refresh_expires_in: number;
	token_type: 'Bearer';
}

/** The account's consent to the app, made if there is none in force. */
export function consent(world: World, app: App, account: Account): Grant {
	const known = world.grants.filter((grant) => grant.app === app && grant.account === account);
	const active = known.find((grant) => grant.revokedAt === undefined);
	if (active !== undefined) return active;
	const grant: Grant = { app, account, openId: known[0]?.openId ?? newOpenId() };
	world.grants.push(grant);
	return grant;
}

/** An authorization code for what the user ticked. */
export function issueCode(
	world: World,
	request: Pick<AuthorizationCode, 'app' | 'account' | 'scopes' | 'redirectUri' | 'codeChallenge'>,
): AuthorizationCode {
	const code: AuthorizationCode = {
		...request,
		value: newAuthorizationCode(),
		expiresAt: world.clock.now() + world.rules.authorizationCodeMs,
		used: false,
	};
	world.codes.set(code.value, code);
	world.secrets.add(code.value);
	return code;
}

/** A first pair of tokens for a consent, with the scopes that the user ticked. */
export function issueTokens(world: World, grant: Grant, scopes: readonly Scope[]): TokenAnswer {
	const now = world.clock.now();
	const access = newAccess(world, grant, scopes, undefined, now);
	return describePair(
		access,
		newRefresh(world, access, now + world.rules.refreshTokenSeconds * 1000),
		now,
	);
}

/** The pair that replaces `old`; see the rules under “Tokens”. */
export function rotateTokens(world: World, old: RefreshToken): Partial<TokenAnswer> {
	const { rules } = world;
	const now = world.clock.now();
	const expiresAt = rules.refreshLifeRestarts
		? now + rules.refreshTokenSeconds * 1000
		: old.expiresAt;
	const bucket = rules.refreshKeepsBucket ? old.accessToken.bucket : undefined;
	const access =
		rules.refreshedAccessToken === 'same' && !old.accessToken.dead
			? prolong(world, old.accessToken, now)
			: newAccess(world, old.grant, old.accessToken.scopes, bucket, now);
	if (rules.refreshTokenRotation !== 'rotate') {
		old.expiresAt = expiresAt;
		old.accessToken = access;
		const answer: Partial<TokenAnswer> = describePair(access, old, now);
		if (rules.refreshTokenRotation === 'absent') {
			delete answer.refresh_token;
			delete answer.refresh_expires_in;
		}
		return answer;
	}
	old.rotatedAt ??= now;
	return describePair(access, newRefresh(world, access, expiresAt), now);
}

function prolong({ rules }: World, token: AccessToken, now: number): AccessToken {
	token.expiresAt = now + rules.accessTokenSeconds * 1000;
	return token;
}

function newAccess(
	world: World,
	grant: Grant,
	scopes: readonly Scope[],
	bucket: string | undefined,
	now: number,
): AccessToken {
	const value = newAccessToken();
	const expiresAt = now + world.rules.accessTokenSeconds * 1000;
	const token = {
		value,
		grant,
		scopes: [...scopes],
		expiresAt,
		dead: false,
		bucket: bucket ?? value,
	};
	world.accessTokens.set(value, token);
	world.secrets.add(value);
	return token;
}

function newRefresh(world: World, accessToken: AccessToken, expiresAt: number): RefreshToken {
	const token = {
		value: newRefreshToken(),
		grant: accessToken.grant,
		expiresAt,
		dead: false,
		accessToken,
	};
	world.refreshTokens.set(token.value, token);
	world.secrets.add(token.value);
	return token;
}

/** Both lifetimes are what remains, in seconds: https://developers.tiktok.com/docs/zh-Hans/oauth-user-access-token-management */
function describePair(access: AccessToken, refresh: RefreshToken, now: number): TokenAnswer {
	const remaining = (expiresAt: number): number => Math.floor((expiresAt - now) / 1000);
	return {
		open_id: access.grant.openId,
		scope: access.scopes.join(','),
		access_token: access.value,
		expires_in: remaining(access.expiresAt),
		refresh_token: refresh.value,
		refresh_expires_in: remaining(refresh.expiresAt),
		token_type: 'Bearer',
	};
}

/**
 * Takes a consent back: its tokens die, and what is still being processed fails with `auth_removed`
 * (https://developers.tiktok.com/docs/en/oauth-revoke-a-user-access-token,
 * https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status).
 */
export function removeGrant(world: World, grant: Grant, reason: RemovalReason): void {
	if (grant.revokedAt !== undefined) return;
	grant.revokedAt = world.clock.now();
	for (const token of world.accessTokens.values()) if (token.grant === grant) token.dead = true;
	const killRefresh = reason !== 5 || world.rules.revokeKillsRefreshToken;
	for (const token of world.refreshTokens.values())
		if (token.grant === grant && killRefresh) token.dead = true;
	for (const task of world.tasks.values()) {
		if (task.grant === grant) failTask(world, task, 'auth_removed', 'the grant was revoked');
	}
	world.events.emit('authorization.removed', { grant, reason });
}
