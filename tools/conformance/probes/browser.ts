import { z } from 'zod';

import { culprit, outcome, scopes, writableCulprit } from '../facts';
import { Declined, probe } from '../probe';
import { client, type Code, type Session } from '../session';
import { userInfo } from './envelope';
import { EXCHANGE } from './tokens';

const shown = z.enum(['page shown', 'went through']);

const WAS_SHOWN =
	'Did TikTok show a page on which you pressed a button, before your browser came back here?';

/** Opens TikTok's page once more. @returns whether the page was shown. @throws Declined where nothing came back */
async function passPage(session: Session, text: string, changes: Record<string, string>) {
	const visit = await session.authorization?.visit(text, changes);
	const code = visit?.callback.get('code') ?? undefined;
	if (visit === undefined || code === undefined) throw new Declined();
	session.memory.codes.push({ code, verifier: visit.verifier });
	return (await session.person.confirm(WAS_SHOWN))
		? ('page shown' as const)
		: ('went through' as const);
}

const SAME_BROWSER = 'Open this address in the same browser as before:';

export const browserProbes = {
	autoAuth: probe({
		asks: 'when TikTok shows its page again (twice)',
		calls: {},
		visits: 2,
		needs: ['TikTok’s page'],
		facts: z.object({ without: shown, value: z.enum(['0', '1']), withValue: shown }).strict(),
		ask: async (session) => {
			const without = await passPage(session, SAME_BROWSER, {});
			// The value that should turn over what happened without it.
			const value = without === 'page shown' ? ('0' as const) : ('1' as const);
			const withValue = await passPage(session, SAME_BROWSER, { disable_auto_auth: value });
			return { without, value, withValue };
		},
	}),
	wrongVerifier: probe({
		asks: 'whether TikTok checks the code verifier',
		calls: { tokens: 1 },
		needs: ['a code'],
		facts: z.object({ exchange: outcome }).strict(),
		ask: async (session) => {
			const code = session.memory.codes.shift();
			const wrong = { code: code?.code ?? '', verifier: 'A'.repeat(64) };
			return { exchange: (await exchange(session, wrong)).outcome };
		},
	}),
	scopeInVain: probe({
		asks: 'what TikTok’s page names when the app lacks a scope',
		calls: {},
		visits: 1,
		needs: ['TikTok’s page', 'a scope that was not asked for'],
		facts: z
			.object({ shown: z.enum(['error page', 'came back', 'agreed']), names: culprit.optional() })
			.strict(),
		ask: async (session) => {
			const visit = await session.authorization?.visit(
				'Open this address. TikTok should show an error page, since your app lacks one of the scopes; press Enter here when you see it:',
				{ scope: scopes.options.join(',') },
			);
			const { callback } = visit ?? {};
			if (callback?.has('code') === true) return { shown: 'agreed' as const };
			if (callback !== undefined)
				return { shown: 'came back' as const, names: writableCulprit(callback.get('error_type')) };
			const names = await session.person.choose(
				'Which word does TikTok’s page name?',
				culprit.options,
			);
			return { shown: 'error page' as const, names: writableCulprit(names) };
		},
	}),
	codeAgain: probe({
		asks: 'whether a code works twice',
		calls: { tokens: 2, 'user info and videos': 1 },
		needs: ['a code', 'a connection'],
		consequence: {
			kind: 'may disconnect',
			leaves:
				'TikTok may take a repeated code for a theft, and disconnect your app from the account',
		},
		facts: z
			.object({ exchange: outcome, again: outcome.optional(), connection: outcome.optional() })
			.strict(),
		ask: async (session) => {
			const code = session.memory.codes.shift() ?? { code: '', verifier: '' };
			const first = await exchange(session, code);
			const access = first.text('access_token');
			if (access === undefined) return { exchange: first.outcome };
			const again = await exchange(session, code);
			const { caller, memory } = session;
			const connection = await caller.api(userInfo('open_id', `Bearer ${access}`));
			memory.connected = connection.code === 'ok';
			return {
				exchange: first.outcome,
				again: again.outcome,
				connection: connection.outcome,
			};
		},
	}),
};

async function exchange(session: Session, { code, verifier }: Code) {
	return await session.caller.form(EXCHANGE, {
		...client(session),
		grant_type: 'authorization_code',
		code,
		redirect_uri: session.authorization?.redirectUri ?? '',
		code_verifier: verifier,
	});
}
