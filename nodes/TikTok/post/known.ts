import { askStatus } from '../../shared/api/status';
import { toPostOutput, type PostOutput } from '../../shared/api/verdict';
import { TikTokError } from '../../shared/errors/tikTokError';
import type { Session } from '../session';
import type { skipReasons } from './output';
import type { PostRequest } from './request';
import type { PostState } from './state';

/** What is known of a post that came before under the same Post Once key. */
export interface KnownPost {
	reason: keyof typeof skipReasons;
	output?: Partial<PostOutput>;
}

/** What this process knows of a post without asking. */
export function recall(state: PostState): KnownPost {
	switch (state.kind) {
		case 'new':
			return { reason: 'underWay' };
		case 'uploading':
			return { reason: 'underWay', output: { publish_id: state.publishId } };
		case 'submitted':
			return {
				reason: state.isAllSent ? 'notAsked' : 'arrivalUnknown',
				output: { publish_id: state.publishId, creator_username: state.username ?? null },
			};
		case 'unknown':
			return { reason: 'startUnknown' };
		case 'final': {
			const { ending } = state;
			if (!('output' in ending)) return { reason: 'unknownHere' };
			const { verdict } = ending.output;
			const reason = verdict === 'published' || verdict === 'in_inbox' ? verdict : 'unknownHere';
			return { reason, output: ending.output };
		}
	}
}

/** How long a skipped item may take for asking, in ms. */
const maxAskMs = 5_000;

/**
 * Asks TikTok once what became of a post whose publish id is known. Not where its link is known already.
 *
 * @returns reason `failed` for a post that TikTok gave up
 */
export async function lookUp(
	{ client }: Session,
	{ media }: PostRequest,
	state: PostState,
): Promise<KnownPost> {
	const known = recall(state);
	const { publish_id: publishId, post_url, creator_username } = known.output ?? {};
	if (!publishId || post_url) return known;
	const status = await askStatus(client, publishId, Date.now() + maxAskMs);
	if (status instanceof TikTokError) return known;
	const username = creator_username ?? undefined;
	const output = toPostOutput({ publishId, media, username }, status);
	const isOpen = output.verdict === 'processing' && state.kind === 'submitted' && !state.isAllSent;
	return { reason: isOpen ? 'arrivalUnknown' : output.verdict, output };
}
