import { z } from 'zod';

import { outcome } from '../facts';
import { probe } from '../probe';
import { bearer, client } from '../session';
import { userInfo } from './envelope';
import { REVOKE, EXCHANGE } from './tokens';

/** What may end, or ends, the connection: asked last of all. */
export const endingProbes = {
	usedRefreshToken: probe({
		asks: 'how a refresh token is refused once another one has replaced it',
		calls: { tokens: 1, 'user info and videos': 2 },
		needs: ['a replaced refresh token', 'a connection'],
		consequence: {
			kind: 'may disconnect',
			leaves:
				'TikTok may take a used refresh token for a stolen one, and disconnect your app from the account',
		},
		facts: z
			.object({ before: outcome, again: outcome.optional(), connection: outcome.optional() })
			.strict(),
		ask: async (session) => {
			const { caller, memory, tokens } = session;
			const before = (await caller.api(userInfo('open_id', bearer(session)))).outcome;
			if (before.code !== 'ok') return { before };
			const answer = await caller.form(EXCHANGE, {
				...client(session),
				grant_type: 'refresh_token',
				refresh_token: memory.replaced ?? '',
			});
			session.tokens = {
				...tokens,
				access: answer.text('access_token') ?? tokens.access,
				refresh: answer.text('refresh_token') ?? tokens.refresh,
			};
			const connection = (await caller.api(userInfo('open_id', bearer(session)))).outcome;
			memory.connected = connection.code === 'ok';
			return { before, again: answer.outcome, connection };
		},
	}),
	revoke: probe({
		asks: 'to disconnect the app from the account',
		calls: { tokens: 2 },
		needs: ['--revoke', 'a refresh token', 'a connection'],
		consequence: {
			kind: 'disconnects',
			leaves:
				'your app is disconnected from this account. Whatever uses it, such as a credential of n8n, has to be connected again',
		},
		facts: z
			.object({ revoke: outcome, body: z.enum(['empty', '{}', 'another']), refresh: outcome })
			.strict(),
		ask: async (session) => {
			const { caller, memory, tokens } = session;
			const form = { ...client(session), token: tokens.access };
			const revoked = await caller.form(REVOKE, form);
			memory.connected = false;
			const refresh = await caller.form(EXCHANGE, {
				...client(session),
				grant_type: 'refresh_token',
				refresh_token: tokens.refresh ?? '',
			});
			const body = revoked.isEmpty ? 'empty' : revoked.filling() === 'empty' ? '{}' : 'another';
			return { revoke: revoked.outcome, body, refresh: refresh.outcome } as const;
		},
	}),
};
