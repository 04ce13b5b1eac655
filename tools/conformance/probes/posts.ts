/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a program of its own: it reads the video that it posts */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { Answer } from '../answer';
import { httpStatus, outcome, publishStatus, writableStatus } from '../facts';
import { probe } from '../probe';
import { bearer, type Session } from '../session';
import { beginPull, beginUpload, planOf } from './begin';
import { statusOf } from './uploads';
import { hasBytes, list } from './videos';

const SAMPLE = join(__dirname, '../../demo/sample.mp4');

/** How often the status of a post is asked for until it is final, and how long between, in ms. */
const TRIES = 25;
const BETWEEN_MS = 5_000;
const CANCEL_TRIES = 4;

const cancel = async (session: Session, publishId: string) =>
	await session.caller.api({
		limit: 'cancels',
		path: '/v2/post/publish/cancel/',
		authorization: bearer(session),
		body: { publish_id: publishId },
	});

const isFinal = (status: string): boolean => !status.startsWith('PROCESSING');

const prefixes = ['v_pub_url~v2-1.', 'v_pub_url~v2.'] as const;

/** What leaves a trace: asked only with --post, each confirmed before. */
export const postProbes = {
	onlyMe: probe({
		asks: 'for an “Only Me” post, and to cancel it while TikTok processes it',
		calls: { inits: 1, 'parts of an upload': 1, cancels: 1, status: TRIES },
		needs: ['--post', 'direct posts'],
		consequence: {
			kind: 'post',
			leaves:
				'a short test video on the account that only you can see. Delete it in the TikTok app',
		},
		facts: z
			.object({
				begin: outcome,
				upload: httpStatus.optional(),
				cancel: outcome.optional(),
				statusAfterCancel: publishStatus.optional(),
				end: publishStatus.optional(),
				cancelled: z.boolean().optional(),
				bytes: z.boolean().optional(),
			})
			.strict(),
		ask: async (session) => {
			const bytes = readFileSync(SAMPLE);
			const begun = await beginUpload(session, 'direct', planOf(bytes.length, bytes.length));
			const [id, url] = [begun.text('data', 'publish_id'), begun.text('data', 'upload_url')];
			if (id === undefined || url === undefined) return { begin: begun.outcome };
			const range = `bytes 0-${bytes.length - 1}/${bytes.length}`;
			const upload = (await session.caller.put(url, bytes, range)).status;
			if (upload !== 201) return { begin: begun.outcome, upload };
			const cancelled = await cancel(session, id);
			const after = await statusOf(session, id);
			const end = await untilFinal(session, id, after);
			const status = writableStatus(end.value('data', 'status'));
			session.memory.onlyMe = status === 'PUBLISH_COMPLETE';
			return {
				begin: begun.outcome,
				upload,
				cancel: cancelled.outcome,
				statusAfterCancel: writableStatus(after.value('data', 'status')),
				end: status,
				cancelled: end.text('data', 'fail_reason') === 'publish_cancelled',
				bytes: hasBytes(end),
			};
		},
	}),
	listAfterOnlyMe: probe({
		asks: 'whether a page of the list counts posts that are not public',
		calls: { 'user info and videos': 1 },
		needs: ['--post', 'video.list', 'a public account with an “Only Me” post'],
		facts: z.object({ answer: outcome, hasVideo: z.boolean(), hasMore: z.boolean() }).strict(),
		ask: async (session) => {
			const answer = await list(session, 'id', { max_count: 1 });
			return {
				answer: answer.outcome,
				hasVideo: answer.filling('data', 'videos') === 'filled',
				hasMore: answer.value('data', 'has_more') === true,
			};
		},
	}),
	cancelUpload: probe({
		asks: 'to cancel the unfinished upload',
		calls: { cancels: 1, status: CANCEL_TRIES },
		needs: ['--post', 'an upload'],
		consequence: {
			kind: 'post',
			leaves: 'one cancelled upload in TikTok’s records; nothing that anyone can see',
		},
		facts: z.object({ cancel: outcome, status: publishStatus }).strict(),
		ask: async (session) => {
			const { publishId = '' } = session.memory.upload ?? {};
			const cancelled = await cancel(session, publishId);
			// It may take TikTok a moment.
			const tries = cancelled.code === 'ok' ? CANCEL_TRIES : 1;
			const answer = await untilFinal(
				session,
				publishId,
				await statusOf(session, publishId),
				tries,
			);
			return {
				cancel: cancelled.outcome,
				status: writableStatus(answer.value('data', 'status')),
			};
		},
	}),
	pull: probe({
		asks: 'for an “Only Me” post from --url, and to cancel it at once',
		calls: { inits: 1, cancels: 1 },
		needs: ['--post', '--url', 'direct posts'],
		consequence: {
			kind: 'post',
			leaves:
				'the video of --url as a post that only you can see, unless TikTok cancels it in time. Delete it in the TikTok app',
		},
		facts: z
			.object({
				begin: outcome,
				publishId: z.enum([...prefixes, 'another beginning']).optional(),
				cancel: outcome.optional(),
			})
			.strict(),
		ask: async (session) => {
			const begun = await beginPull(session, session.settings.url ?? '');
			const id = begun.text('data', 'publish_id');
			if (id === undefined) return { begin: begun.outcome };
			return {
				begin: begun.outcome,
				publishId:
					prefixes.find((prefix) => id.startsWith(prefix)) ?? ('another beginning' as const),
				cancel: (await cancel(session, id)).outcome,
			};
		},
	}),
};

async function untilFinal(
	session: Session,
	id: string,
	first: Answer,
	maxTries = TRIES,
): Promise<Answer> {
	let answer = first;
	for (let tries = 2; tries <= maxTries; tries++) {
		if (isFinal(writableStatus(answer.value('data', 'status')))) return answer;
		await session.time.sleep(BETWEEN_MS);
		answer = await statusOf(session, id);
	}
	return answer;
}
