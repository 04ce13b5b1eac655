import { z } from 'zod';

import { outcome, small } from '../facts';
import { probe } from '../probe';
import { client } from '../session';

export const EXCHANGE = '/v2/oauth/token/';
export const REVOKE = '/v2/oauth/revoke/';

/** Tokens in TikTok's form that nobody has. */
export const MADE_UP_REFRESH = 'rft.madeupbytheconformancecheck0000000000000000000000000000';
export const MADE_UP_ACCESS = 'act.madeupbytheconformancecheck0000000000000000000000000000';

const life = z.union([small, z.enum(['absent', 'uneven'])]);

/** A life in whole units, where it is less than a few minutes below one: it is what remains when the answer is made. */
function inUnits(seconds: unknown, unit: number): z.output<typeof life> {
	if (typeof seconds !== 'number') return 'absent';
	const units = Math.ceil(seconds / unit);
	return units <= 1000 && units * unit - seconds <= 300 ? units : 'uneven';
}

const refresh = { grant_type: 'refresh_token', refresh_token: MADE_UP_REFRESH };

export const tokenProbes = {
	lives: probe({
		asks: 'how long the tokens live',
		calls: {},
		needs: ['tokens made here'],
		facts: z.object({ accessHours: life, refreshDays: life }).strict(),
		ask: async ({ lives }) => ({
			accessHours: inUnits(lives?.access, 3_600),
			refreshDays: inUnits(lives?.refresh, 86_400),
		}),
	}),
	refusedTokens: probe({
		asks: 'how a wrong secret and a made-up refresh token are refused',
		calls: { tokens: 2 },
		needs: [],
		facts: z.object({ wrongSecret: outcome, madeUpToken: outcome }).strict(),
		ask: async (session) => {
			const { caller } = session;
			const wrong = { ...client(session), client_secret: 'not-the-secret', ...refresh };
			const right = { ...client(session), ...refresh };
			return {
				wrongSecret: (await caller.form(EXCHANGE, wrong)).outcome,
				madeUpToken: (await caller.form(EXCHANGE, right)).outcome,
			};
		},
	}),
	tokenQuery: probe({
		asks: 'whether the token endpoint reads the query',
		calls: { tokens: 2 },
		needs: [],
		facts: z.object({ empty: outcome, inQuery: outcome }).strict(),
		ask: async ({ caller, app }) => {
			// A wrong secret: a right one has no place in an address.
			const query = { client_key: app.key, client_secret: 'not-the-secret', ...refresh };
			return {
				empty: (await caller.form(EXCHANGE, {})).outcome,
				inQuery: (await caller.form(EXCHANGE, {}, { query, headers: {} })).outcome,
			};
		},
	}),
	formCharset: probe({
		asks: 'whether a form may name its charset',
		calls: { tokens: 1 },
		needs: [],
		facts: z.object({ withCharset: outcome }).strict(),
		ask: async (session) => {
			const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
			const fields = { ...client(session), ...refresh };
			const answer = await session.caller.form(EXCHANGE, fields, { query: {}, headers });
			return { withCharset: answer.outcome };
		},
	}),
	basicAuthentication: probe({
		asks: 'whether the token endpoint takes HTTP Basic authentication',
		calls: { tokens: 1 },
		needs: [],
		facts: z.object({ basic: outcome }).strict(),
		ask: async ({ caller, app }) => {
			const both = `${encodeURIComponent(app.key)}:${encodeURIComponent(app.secret)}`;
			const authorization = `Basic ${Buffer.from(both).toString('base64')}`;
			const answer = await caller.form(EXCHANGE, refresh, {
				query: {},
				headers: { authorization },
			});
			return { basic: answer.outcome };
		},
	}),
	revokeMadeUp: probe({
		asks: 'how the revocation of a made-up token is answered',
		calls: { tokens: 1 },
		needs: [],
		facts: z.object({ revoke: outcome }).strict(),
		ask: async (session) => {
			const form = { ...client(session), token: MADE_UP_ACCESS };
			return { revoke: (await session.caller.form(REVOKE, form)).outcome };
		},
	}),
	refresh: probe({
		asks: 'what a refresh gives',
		calls: { tokens: 1 },
		needs: ['a refresh token'],
		facts: z
			.object({
				refresh: outcome,
				refreshToken: z.enum(['new', 'same', 'absent']),
				accessToken: z.enum(['new', 'same', 'absent']),
				life: z.enum(['began anew', 'went on', 'unclear']),
			})
			.strict(),
		ask: async (session) => {
			const { caller, time, lives, tokens, memory } = session;
			// So long that the two lives differ.
			const age = lives === undefined ? Infinity : time.now() - lives.at;
			if (age < 20_000) await time.sleep(20_000 - age);
			const sent = tokens.refresh ?? '';
			const fields = { ...client(session), grant_type: 'refresh_token', refresh_token: sent };
			const answer = await caller.form(EXCHANGE, fields);
			const [access, next] = [answer.text('access_token'), answer.text('refresh_token')];
			const found = {
				refresh: answer.outcome,
				refreshToken: compare(next, sent),
				accessToken: compare(access, tokens.access),
				life: lifeAfter(answer.value('refresh_expires_in'), lives, time.now()),
			} as const;
			if (found.refreshToken === 'new') memory.replaced = sent;
			session.tokens = { ...tokens, access: access ?? tokens.access, refresh: next ?? sent };
			return found;
		},
	}),
};

function compare(now: string | undefined, before: string): 'new' | 'same' | 'absent' {
	if (now === undefined) return 'absent';
	return now === before ? 'same' : 'new';
}

/** Whether the life of a refresh token began anew at a refresh, by its two lives in seconds. */
function lifeAfter(
	after: unknown,
	lives: { refresh: unknown; at: number } | undefined,
	now: number,
): 'began anew' | 'went on' | 'unclear' {
	if (lives === undefined || typeof lives.refresh !== 'number' || typeof after !== 'number')
		return 'unclear';
	const passed = (now - lives.at) / 1000;
	if (Math.abs(after - lives.refresh) <= 3) return 'began anew';
	return Math.abs(after - (lives.refresh - passed)) <= 5 ? 'went on' : 'unclear';
}
