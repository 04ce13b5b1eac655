import { z } from 'zod';

import { outcome, publishStatus, small, writableStatus } from '../facts';
import { probe } from '../probe';
import { bearer, type Session } from '../session';
import { POST_IDS, statusOf } from './uploads';

const DISPLAY = 'user info and videos' as const;

/** The video of another account that TikTok's own page on embedding shows: https://developers.tiktok.com/doc/embed-videos */
const FOREIGN_ID = '6718335390845095173';

export async function list(session: Session, fields: string, body: object) {
	return await session.caller.api({
		limit: DISPLAY,
		path: `/v2/video/list/${fields === '' ? '' : `?fields=${fields}`}`,
		authorization: bearer(session),
		body,
	});
}

const query = async (session: Session, id: string) =>
	await session.caller.api({
		limit: DISPLAY,
		path: '/v2/video/query/?fields=id',
		authorization: bearer(session),
		body: { filters: { video_ids: [id] } },
	});

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

export const videoProbes = {
	listWithoutFields: probe({
		asks: 'what the list of videos shows without `fields`',
		calls: { [DISPLAY]: 1 },
		needs: ['video.list'],
		facts: z
			.object({ answer: outcome, videos: z.enum(['only ids', 'more than ids', 'none']) })
			.strict(),
		ask: async (session) => {
			const answer = await list(session, '', { max_count: 1 });
			const first = answer.value('data', 'videos', '0');
			const names = typeof first === 'object' && first !== null ? Object.keys(first) : [];
			const videos =
				names.length === 0 ? 'none' : names.join() === 'id' ? 'only ids' : 'more than ids';
			return { answer: answer.outcome, videos } as const;
		},
	}),
	cursors: probe({
		asks: 'how exact cursors are',
		calls: { [DISPLAY]: 3 },
		needs: ['video.list'],
		facts: z.object({ pages: small, finerThanASecond: z.boolean() }).strict(),
		ask: async (session) => {
			const cursors: number[] = [];
			for (let page = 0; page < 3; page++) {
				const cursor = cursors.at(-1);
				const answer = await list(session, 'id', {
					max_count: 1,
					...(cursor === undefined ? {} : { cursor }),
				});
				const next = answer.value('data', 'cursor');
				// At the end of the list the cursor need not be the time of a video.
				if (lengthOf(answer.value('data', 'videos')) === 0 || typeof next !== 'number') break;
				cursors.push(next);
				if (answer.value('data', 'has_more') !== true) break;
			}
			const finerThanASecond = cursors.some((cursor) => cursor % 1000 !== 0);
			return { pages: cursors.length, finerThanASecond };
		},
	}),
	foreignVideo: probe({
		asks: 'how a request for another account’s video is answered',
		calls: { [DISPLAY]: 1 },
		needs: ['video.list'],
		facts: z.object({ answer: outcome, videos: small }).strict(),
		ask: async (session) => {
			const answer = await query(session, FOREIGN_ID);
			return { answer: answer.outcome, videos: lengthOf(answer.value('data', 'videos')) };
		},
	}),
	ownVideo: probe({
		asks: 'whether query answers a cursor',
		calls: { [DISPLAY]: 2 },
		needs: ['video.list'],
		facts: z
			.object({ list: outcome, query: outcome.optional(), cursor: z.boolean().optional() })
			.strict(),
		ask: async (session) => {
			const listed = await list(session, 'id', { max_count: 1 });
			const id = listed.text('data', 'videos', '0', 'id');
			if (id === undefined) return { list: listed.outcome };
			const answer = await query(session, id);
			const cursor = answer.filling('data', 'cursor') !== 'absent';
			return { list: listed.outcome, query: answer.outcome, cursor };
		},
	}),
	publicPost: probe({
		asks: 'how the status of a public post names its id',
		calls: { status: 1 },
		needs: ['--publish-id', 'video.upload or video.publish'],
		facts: z
			.object({
				answer: outcome,
				status: publishStatus,
				ids: z.enum(['numbers', 'texts', 'a single value', 'none']),
				bytes: z.boolean(),
			})
			.strict(),
		ask: async (session) => {
			const answer = await statusOf(session, session.settings.publishId ?? '');
			return {
				answer: answer.outcome,
				status: writableStatus(answer.value('data', 'status')),
				ids: formOfIds(answer.value('data', POST_IDS)),
				bytes: hasBytes(answer),
			};
		},
	}),
};

/** Whether a status still has the byte counts. */
export const hasBytes = (answer: { filling(...path: string[]): string }): boolean =>
	['uploaded_bytes', 'downloaded_bytes'].some((name) => answer.filling('data', name) !== 'absent');

function formOfIds(ids: unknown): 'numbers' | 'texts' | 'a single value' | 'none' {
	if (ids === undefined || ids === null || lengthOf(ids) + Number(!Array.isArray(ids)) === 0)
		return 'none';
	if (!Array.isArray(ids)) return 'a single value';
	return typeof ids[0] === 'number' ? 'numbers' : 'texts';
}
