import { newAccessToken, newAuthorizationCode, newOpenId, newRefreshToken } from '../identifiers';
import type { Account, App, AuthorizationCode, Grant, RefreshToken, Scope } from '../model';
import { failTask } from '../publishing/lifecycle';
import type { World } from '../world';

/** The flat answer of the token endpoint (T§1.4). */
export interface TokenAnswer {
	open_id: string;
	scope: string;
	access_token: string;
	expires_in: number;
	refresh_token: string;
	refresh_expires_in: number;
	token_type: 'Bearer';
}

/** The account's consent to the app, made or widened to exactly `scopes`. The open id of a pair never changes (T§1.4). */
export function consent(world: World, app: App, account: Account, scopes: Scope[]): Grant {
	const known = world.grants.filter((grant) => grant.app === app && grant.account === account);
	const active = known.find((grant) => grant.revokedAt === undefined);
	if (active !== undefined) {
		active.scopes = [...new Set([...active.scopes, ...scopes])];
		return active;
	}
	const grant: Grant = { app, account, openId: known[0]?.openId ?? newOpenId(), scopes };
	world.grants.push(grant);
	return grant;
}

/** An authorization code for what the user ticked (T§1.3, T§16.7). */
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

/** A first pair of tokens for a consent. */
export function issueTokens(world: World, grant: Grant): TokenAnswer {
	const expiresAt = world.clock.now() + world.rules.refreshTokenSeconds * 1000;
	return newPair(world, grant, expiresAt, undefined);
}

/** The pair that takes the place of `old` (T§1.4, T§16.1 to 3). */
export function rotateTokens(world: World, old: RefreshToken): TokenAnswer {
	const { rules, clock } = world;
	const restarted = clock.now() + rules.refreshTokenSeconds * 1000;
	const expiresAt = rules.refreshLifeRestarts ? restarted : old.expiresAt;
	if (rules.refreshTokenRotation === 'rotate') old.rotatedAt ??= clock.now();
	else old.expiresAt = expiresAt;
	return newPair(world, old.grant, expiresAt, old);
}

function newPair(world: World, grant: Grant, refreshExpiresAt: number, old: RefreshToken | undefined): TokenAnswer {
	const { rules, clock } = world;
	const value = newAccessToken();
	const bucket = rules.refreshKeepsBucket && old !== undefined ? old.accessToken.bucket : value;
	const accessToken = { value, grant, expiresAt: clock.now() + rules.accessTokenSeconds * 1000, dead: false, bucket };
	world.accessTokens.set(value, accessToken);
	const keep = rules.refreshTokenRotation === 'same' && old !== undefined;
	const refreshToken: RefreshToken = keep
		? old
		: { value: newRefreshToken(), grant, expiresAt: refreshExpiresAt, dead: false, accessToken };
	world.refreshTokens.set(refreshToken.value, refreshToken);
	world.secrets.add(value).add(refreshToken.value);
	return {
		open_id: grant.openId,
		scope: grant.scopes.join(','),
		access_token: value,
		expires_in: rules.accessTokenSeconds,
		refresh_token: refreshToken.value,
		refresh_expires_in: Math.floor((refreshToken.expiresAt - clock.now()) / 1000),
		token_type: 'Bearer',
	};
}

/**
 * Takes a consent back: its tokens die and what is still being processed fails with `auth_removed` (T§1.5, T§8.1).
 * @param reason as in T§11: 1 = by the user, 5 = by the developer
 */
export function removeGrant(world: World, grant: Grant, reason: 0 | 1 | 2 | 3 | 4 | 5): void {
	if (grant.revokedAt !== undefined) return;
	grant.revokedAt = world.clock.now();
	for (const token of world.accessTokens.values()) if (token.grant === grant) token.dead = true;
	const killRefresh = reason !== 5 || world.rules.revokeKillsRefreshToken;
	for (const token of world.refreshTokens.values()) if (token.grant === grant && killRefresh) token.dead = true;
	for (const task of world.tasks.values()) {
		if (task.grant === grant) failTask(world, task, 'auth_removed', 'the grant was revoked');
	}
	world.events.emit('authorization.removed', { grant, reason });
}
