import { z } from 'zod';

import type { ApiCall } from '../caller';
import {
	filling,
	httpStatus,
	outcome,
	publishStatus,
	small,
	uploadHost,
	uploadPath,
	writableHost,
	writablePath,
	writableStatus,
} from '../facts';
import { probe } from '../probe';
import { bearer, type Session } from '../session';
import { beginUpload, TWO_PARTS } from './begin';
import { STATUS } from './envelope';

/** How often the status is asked for until the publish id is known, and how long between, in ms. */
const TRIES = 5;
const BETWEEN_MS = 3_000;

/** The list of the ids of public posts; TikTok spells it so: https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
export const POST_IDS = 'publicaly_available_post_id';

export const statusOf = async (
	session: Session,
	publishId: string,
	further: Pick<ApiCall, 'contentType' | 'atOnce'> = {},
) =>
	await session.caller.api({
		limit: 'status',
		path: STATUS,
		authorization: bearer(session),
		body: { publish_id: publishId },
		...further,
	});

const way = z.enum(['direct post', 'draft', 'none']);

/** An upload of two parts, of which the second is never sent: nothing appears. */
export const uploadProbes = {
	upload: probe({
		asks: 'to begin an upload that will not be finished',
		calls: { inits: 2, status: TRIES },
		needs: ['video.upload or video.publish'],
		facts: z
			.object({
				begin: outcome,
				way,
				statusAtOnce: outcome.optional(),
				knownAfterSeconds: z.union([small, z.literal('not yet')]).optional(),
				status: publishStatus.optional(),
				postIds: filling.optional(),
			})
			.strict(),
		ask: async (session) => {
			const { memory } = session;
			const answer = await begin(session);
			const publishId = answer?.text('data', 'publish_id');
			const url = answer?.text('data', 'upload_url');
			const begun = answer?.outcome ?? { status: 403, code: 'none' };
			if (publishId === undefined || url === undefined)
				return { begin: begun, way: 'none' as const };
			memory.upload = {
				publishId,
				url,
				videoSize: TWO_PARTS.video_size,
				chunkSize: TWO_PARTS.chunk_size,
			};
			return {
				begin: begun,
				way: memory.way === 'direct' ? ('direct post' as const) : ('draft' as const),
				...(await firstStatus(session, publishId)),
			};
		},
	}),
	contentType: probe({
		asks: 'whether JSON has to be declared as JSON',
		calls: { status: 2 },
		needs: ['an upload'],
		facts: z.object({ asJson: outcome, asText: outcome }).strict(),
		ask: async (session) => {
			const { publishId = '' } = session.memory.upload ?? {};
			return {
				asJson: (await statusOf(session, publishId)).outcome,
				asText: (await statusOf(session, publishId, { contentType: 'text/plain' })).outcome,
			};
		},
	}),
	parts: probe({
		asks: 'how a part, the same part again and a wrong range are answered (sends 10 MB)',
		calls: { 'parts of an upload': 3 },
		needs: ['an upload'],
		facts: z
			.object({
				first: httpStatus,
				range: z.enum(['count', 'last index', 'another', 'absent']),
				again: httpStatus.optional(),
				outOfOrder: httpStatus.optional(),
			})
			.strict(),
		ask: async ({ caller, memory }) => {
			const { url = '', videoSize = 0, chunkSize = 0 } = memory.upload ?? {};
			const bytes = Buffer.alloc(chunkSize, 0x54);
			const range = (first: number) => `bytes ${first}-${first + chunkSize - 1}/${videoSize}`;
			const first = await caller.put(url, bytes, range(0));
			const found = {
				first: first.status,
				range: secondNumber(first.header('content-range'), chunkSize),
			};
			if (first.status !== 206) return found;
			const again = await caller.put(url, bytes, range(0));
			// Neither the beginning of the second part nor a whole one.
			const small = bytes.subarray(0, 1_000);
			const wrong = `bytes ${chunkSize + 1_000}-${chunkSize + 1_999}/${videoSize}`;
			const outOfOrder = await caller.put(url, small, wrong);
			return { ...found, again: again.status, outOfOrder: outOfOrder.status };
		},
	}),
	addresses: probe({
		asks: 'where uploads go',
		calls: {},
		needs: ['an upload'],
		facts: z.object({ hosts: z.array(uploadHost), paths: z.array(uploadPath) }).strict(),
		ask: async ({ memory: { addresses } }) => ({
			hosts: [...new Set(addresses.map(({ hostname }) => writableHost(hostname)))],
			paths: [...new Set(addresses.map(({ pathname }) => writablePath(pathname)))],
		}),
	}),
};

/** As a direct post where that is possible, else as a draft. */
async function begin(session: Session) {
	const { tokens, memory } = session;
	let answer;
	if (tokens.scopes.includes('video.publish')) {
		answer = await beginUpload(session, 'direct', TWO_PARTS);
		if (answer.code === 'ok') memory.way = 'direct';
		if (answer.code === 'ok' || !tokens.scopes.includes('video.upload')) return answer;
	}
	answer = await beginUpload(session, 'draft', TWO_PARTS);
	if (answer.code === 'ok') memory.way = 'draft';
	return answer;
}

/** The status right after the begin, and how long it takes until the publish id is known. */
async function firstStatus(session: Session, publishId: string) {
	const { time } = session;
	const started = time.now();
	let answer = await statusOf(session, publishId, { atOnce: true });
	const statusAtOnce = answer.outcome;
	for (let tries = 1; tries < TRIES && answer.code === 'invalid_publish_id'; tries++) {
		await time.sleep(BETWEEN_MS);
		answer = await statusOf(session, publishId);
	}
	if (answer.code !== 'ok') return { statusAtOnce, knownAfterSeconds: 'not yet' as const };
	const seconds = Math.round((time.now() - started) / 1000);
	return {
		statusAtOnce,
		...(statusAtOnce.code === 'ok' ? {} : { knownAfterSeconds: seconds }),
		status: writableStatus(answer.value('data', 'status')),
		postIds: answer.filling('data', POST_IDS),
	};
}

/** What the second number of `Content-Range: bytes 0-n/total` is, after one part of this size. */
function secondNumber(header: string | undefined, size: number) {
	if (header === undefined) return 'absent' as const;
	const [, number] = /^bytes 0-(\d+)\/\d+$/.exec(header) ?? [];
	if (Number(number) === size) return 'count' as const;
	return Number(number) === size - 1 ? ('last index' as const) : ('another' as const);
}
