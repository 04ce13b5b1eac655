import { byCode, open, question } from '../question';

export const loginQuestions = [
	question({
		rule: 'desktopPkce',
		from: ['wrongVerifier'],
		values: ['required', 'off'],
		decide: ({ wrongVerifier: { exchange } }) =>
			byCode(exchange, { ok: 'off', invalid_request: 'required' } as const),
	}),
	question({
		rule: 'disableAutoAuthDefault',
		from: ['autoAuth'],
		values: [0, 1],
		limits: 'by what you see in your browser',
		decide: ({ autoAuth: { without } }) => ({ value: without === 'page shown' ? 1 : 0 }),
	}),
	question({
		rule: 'disableAutoAuth',
		from: ['autoAuth'],
		values: ['heeded', 'ignored'],
		limits: 'by what you see in your browser',
		decide: ({ autoAuth: { without, withValue } }) => ({
			value: without === withValue ? 'ignored' : 'heeded',
		}),
	}),
	question({
		rule: 'authorizeFaults',
		from: ['scopeInVain'],
		values: ['page', 'redirect'],
		decide: ({ scopeInVain: { shown } }) =>
			shown === 'agreed'
				? open('the app has all scopes, so TikTok had nothing to refuse')
				: { value: shown === 'error page' ? 'page' : 'redirect' },
	}),
	question({
		rule: 'unapprovedScopeCulprit',
		from: ['scopeInVain'],
		values: ['client_key', 'scope'],
		decide: ({ scopeInVain: { shown, names } }) => {
			if (shown === 'agreed')
				return open('the app has all scopes, so TikTok had nothing to refuse');
			if (names === 'client_key' || names === 'scope') return { value: names };
			return open(`TikTok named ${names ?? 'nothing'}, which fits none of the values`);
		},
	}),
];
