import { z } from 'zod';

import type { Answer } from '../answer';
import { filling, outcome } from '../facts';
import { fieldOutside } from '../needs';
import { probe } from '../probe';
import { bearer } from '../session';
import { MADE_UP_ACCESS } from './tokens';

export const STATUS = '/v2/post/publish/status/fetch/';
export const CREATOR = '/v2/post/publish/creator_info/query/';

const DISPLAY = 'user info and videos' as const;

/** User info with these fields. */
export const userInfo = (fields: string, authorization: string) =>
	({
		limit: DISPLAY,
		method: 'GET',
		path: `/v2/user/info/?fields=${fields}`,
		authorization,
	}) as const;

/** A publish id in TikTok's form that no post has. */
const MADE_UP_ID = 'v_pub_file~v2-1.7000000000000000000';

const refused = z.object({ answer: outcome, data: filling }).strict();

export const envelopeProbes = {
	refusals: probe({
		asks: 'whether a refusal has `data`',
		calls: { [DISPLAY]: 2, 'creator info': 1, status: 1 },
		needs: ['video.upload or video.publish'],
		facts: z
			.object({
				madeUpTokenAtUserInfo: refused,
				madeUpTokenAtCreatorInfo: refused,
				madeUpFieldAtUserInfo: refused,
				madeUpIdAtStatus: refused,
			})
			.strict(),
		ask: async (session) => {
			const { caller } = session;
			const madeUp = `Bearer ${MADE_UP_ACCESS}`;
			const judge = (answer: Answer) => ({
				answer: answer.outcome,
				data: answer.filling('data'),
			});
			const atStatus = {
				limit: 'status',
				path: STATUS,
				authorization: bearer(session),
				body: { publish_id: MADE_UP_ID },
			} as const;
			const atCreatorInfo = {
				limit: 'creator info',
				path: CREATOR,
				authorization: madeUp,
			} as const;
			return {
				madeUpTokenAtUserInfo: judge(await caller.api(userInfo('open_id', madeUp))),
				madeUpTokenAtCreatorInfo: judge(await caller.api(atCreatorInfo)),
				madeUpFieldAtUserInfo: judge(
					await caller.api(userInfo('open_id,no_such_field', bearer(session))),
				),
				madeUpIdAtStatus: judge(await caller.api(atStatus)),
			};
		},
	}),
	authorizationHeader: probe({
		asks: 'how an `Authorization` header of another form is refused',
		calls: { [DISPLAY]: 1 },
		needs: [],
		facts: z.object({ anotherForm: outcome }).strict(),
		ask: async ({ caller }) => {
			const answer = await caller.api(userInfo('open_id', `Token ${MADE_UP_ACCESS}`));
			return { anotherForm: answer.outcome };
		},
	}),
	profileFields: probe({
		asks: 'whether the field `profile_web_link` exists',
		calls: { [DISPLAY]: 2 },
		needs: [],
		facts: z.object({ madeUpField: outcome, webLink: outcome }).strict(),
		ask: async (session) => {
			const { caller } = session;
			const authorization = bearer(session);
			return {
				madeUpField: (await caller.api(userInfo('no_such_field', authorization))).outcome,
				webLink: (await caller.api(userInfo('profile_web_link', authorization))).outcome,
			};
		},
	}),
	fieldWithoutPermission: probe({
		asks: 'how a field without its permission is refused',
		calls: { [DISPLAY]: 1 },
		needs: ['a permission left out'],
		facts: z.object({ field: outcome }).strict(),
		ask: async (session) => {
			const field = fieldOutside(session.tokens.scopes) ?? '';
			return { field: (await session.caller.api(userInfo(field, bearer(session)))).outcome };
		},
	}),
};
