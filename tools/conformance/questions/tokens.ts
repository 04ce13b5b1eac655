import { fitsNone, open, question, byCode } from '../question';

const HOUR = 3_600;
const DAY = 86_400;

const lives = (value: number | string, unit: number) =>
	typeof value === 'number'
		? { value: value * unit }
		: open(
				value === 'absent'
					? 'TikTok named no life'
					: 'the life that TikTok named is not a whole number of hours or days',
			);

/** Whether parameters were read that stand elsewhere than in the body: then TikTok gets to the client or the token. */
const REACHED = ['invalid_client', 'invalid_grant'];

export const tokenQuestions = [
	question({
		rule: 'tokenErrorStatus',
		from: ['refusedTokens'],
		values: [200, 400, 401, 'byError'],
		decide: ({ refusedTokens: { wrongSecret, madeUpToken } }) => {
			const statuses = `${wrongSecret.status} ${madeUpToken.status}`;
			if (wrongSecret.code !== 'invalid_client') return fitsNone(wrongSecret);
			if (madeUpToken.code !== 'invalid_grant') return fitsNone(madeUpToken);
			if (statuses === '200 200') return { value: 200 };
			if (statuses === '400 400') return { value: 400 };
			if (statuses === '401 401') return { value: 401 };
			return statuses === '401 400' ? { value: 'byError' } : fitsNone([wrongSecret, madeUpToken]);
		},
	}),
	question({
		rule: 'accessTokenSeconds',
		from: ['lives'],
		values: [7_200, 86_400],
		limits: 'to the hour',
		decide: ({ lives: { accessHours } }) => lives(accessHours, HOUR),
	}),
	question({
		rule: 'refreshTokenSeconds',
		from: ['lives'],
		values: [15_552_000, 31_536_000],
		limits: 'to the day',
		decide: ({ lives: { refreshDays } }) => lives(refreshDays, DAY),
	}),
	question({
		rule: 'refreshTokenRotation',
		from: ['refresh'],
		values: ['rotate', 'same', 'absent'],
		decide: ({ refresh: { refresh, refreshToken } }) => {
			if (refresh.code !== 'ok') return fitsNone(refresh);
			return { value: refreshToken === 'new' ? 'rotate' : refreshToken };
		},
	}),
	question({
		rule: 'refreshedAccessToken',
		from: ['refresh'],
		values: ['new', 'same'],
		decide: ({ refresh: { refresh, accessToken } }) =>
			accessToken === 'absent' ? fitsNone(refresh) : { value: accessToken },
	}),
	question({
		rule: 'refreshLifeRestarts',
		from: ['refresh'],
		values: [true, false],
		decide: ({ refresh: { life } }) =>
			life === 'unclear'
				? open('the life of the refresh token before and after the refresh was not seen')
				: { value: life === 'began anew' },
	}),
	question({
		rule: 'rotationGraceMs',
		from: ['usedRefreshToken'],
		values: [0],
		limits: 'whether there is any grace, not how long',
		decide: ({ usedRefreshToken: { before, again } }) => {
			if (again === undefined) return fitsNone(before);
			if (again.code === 'invalid_grant') return { value: 0 };
			return again.code === 'ok'
				? open('a replaced refresh token still works after seconds; for how long is not known')
				: fitsNone(again);
		},
	}),
	question({
		rule: 'refreshReuseRevokesGrant',
		from: ['usedRefreshToken'],
		values: [true, false],
		decide: ({ usedRefreshToken: { before, again, connection } }) => {
			if (again === undefined || connection === undefined) return fitsNone(before);
			if (again.code !== 'invalid_grant') return open('the replaced refresh token was not refused');
			return byCode(connection, { ok: false, access_token_invalid: true });
		},
	}),
	question({
		rule: 'acceptTokenParametersInQuery',
		from: ['tokenQuery'],
		values: [true, false],
		decide: ({ tokenQuery: { empty, inQuery } }) => {
			if (inQuery.code === empty.code)
				return empty.code === 'invalid_request' ? { value: false } : fitsNone(empty);
			return REACHED.includes(inQuery.code) ? { value: true } : fitsNone(inQuery);
		},
	}),
	question({
		rule: 'formCharset',
		from: ['formCharset'],
		values: ['refused', 'accepted'],
		decide: ({ formCharset: { withCharset } }) =>
			byCode(withCharset, { invalid_request: 'refused', invalid_grant: 'accepted' } as const),
	}),
	question({
		rule: 'acceptBasicClientAuthentication',
		from: ['basicAuthentication'],
		values: [true, false],
		decide: ({ basicAuthentication: { basic } }) =>
			byCode(basic, { invalid_grant: true, invalid_request: false, invalid_client: false }),
	}),
	question({
		rule: 'authorizationCodeSingleUse',
		from: ['codeAgain'],
		values: [true, false],
		decide: ({ codeAgain: { exchange, again } }) =>
			again === undefined
				? fitsNone(exchange)
				: byCode(again, { ok: false, invalid_grant: true, invalid_request: true }),
	}),
	question({
		rule: 'revokeDeadToken',
		from: ['revokeMadeUp'],
		values: ['ok', 'invalid_grant'],
		limits: 'for a token that never was',
		decide: ({ revokeMadeUp: { revoke } }) => {
			if (revoke.status === 200 && ['ok', 'none'].includes(revoke.code)) return { value: 'ok' };
			return revoke.code === 'invalid_grant' ? { value: 'invalid_grant' } : fitsNone(revoke);
		},
	}),
	question({
		rule: 'revokeBody',
		from: ['revoke'],
		values: ['{}', ''],
		decide: ({ revoke: { revoke, body } }) => {
			if (revoke.code !== 'none' && revoke.code !== 'ok') return fitsNone(revoke);
			if (body === 'another') return open('the answer is neither empty nor `{}`');
			return { value: body === '{}' ? '{}' : '' };
		},
	}),
	question({
		rule: 'revokeKillsRefreshToken',
		from: ['revoke'],
		values: [true, false],
		decide: ({ revoke: { refresh } }) => byCode(refresh, { ok: false, invalid_grant: true }),
	}),
];
