import { z } from 'zod';

import { outcome } from '../facts';
import { probe } from '../probe';
import { bearer } from '../session';
import { beginUpload, planOf, TWO_PARTS } from './begin';
import { CREATOR } from './envelope';

const GIB_4 = 4_294_967_296;
const GB_4 = 4_000_000_000;
const PART = 10_000_000;

/** The longest caption in UTF-16 units: https://developers.tiktok.com/doc/content-posting-api-reference-direct-post */
const CAPTION = 2_200;

const isOk = ({ status, code }: { status: number; code: string }) =>
	status === 200 && code === 'ok';

/** Requests to begin a post. No byte is sent, so nothing appears; TikTok forgets them within the hour. */
export const initProbes = {
	creator: probe({
		asks: 'whether the account is private',
		calls: { 'creator info': 1 },
		needs: ['video.publish'],
		facts: z
			.object({ answer: outcome, account: z.enum(['private', 'public', 'unknown']) })
			.strict(),
		ask: async (session) => {
			const call = {
				limit: 'creator info',
				path: CREATOR,
				authorization: bearer(session),
			} as const;
			const answer = await session.caller.api(call);
			const levels = answer.value('data', 'privacy_level_options');
			const has = (level: string) => Array.isArray(levels) && levels.includes(level);
			const account = has('FOLLOWER_OF_CREATOR') ? 'private' : 'public';
			if (!has('SELF_ONLY')) return { answer: answer.outcome, account: 'unknown' as const };
			session.memory.account = account;
			return { answer: answer.outcome, account } as const;
		},
	}),
	partSizes: probe({
		asks: 'what “5 MB” and “64 MB” mean for the parts of an upload',
		calls: { inits: 2 },
		needs: ['an upload'],
		facts: z.object({ partOf5000000: outcome, partOf66000000: outcome }).strict(),
		ask: async (session) => {
			const way = session.memory.way ?? 'draft';
			const small = await beginUpload(session, way, planOf(10_000_000, 5_000_000));
			const large = await beginUpload(session, way, planOf(66_000_000, 66_000_000));
			return { partOf5000000: small.outcome, partOf66000000: large.outcome };
		},
	}),
	badParameter: probe({
		asks: 'which code a bad parameter has',
		calls: { inits: 1 },
		needs: ['an upload'],
		facts: z.object({ unknownSource: outcome }).strict(),
		ask: async (session) => {
			const way = session.memory.way ?? 'draft';
			return { unknownSource: (await beginUpload(session, way, { source: 'NONE' })).outcome };
		},
	}),
	privacyLevel: probe({
		asks: 'how a post without a privacy level is refused',
		calls: { inits: 1 },
		needs: ['direct posts'],
		facts: z.object({ without: outcome }).strict(),
		ask: async (session) => ({
			without: (await beginUpload(session, 'direct', TWO_PARTS, { privacy_level: undefined }))
				.outcome,
		}),
	}),
	unofferedLevel: probe({
		asks: 'what a privacy level is answered with that the account does not offer',
		calls: { inits: 1 },
		needs: ['direct posts', 'a known account'],
		facts: z.object({ answer: outcome }).strict(),
		ask: async (session) => {
			const foreign =
				session.memory.account === 'private' ? 'PUBLIC_TO_EVERYONE' : 'FOLLOWER_OF_CREATOR';
			const level = { privacy_level: foreign };
			return { answer: (await beginUpload(session, 'direct', TWO_PARTS, level)).outcome };
		},
	}),
	brandToggles: probe({
		asks: 'whether a post needs the two brand toggles',
		calls: { inits: 1 },
		needs: ['direct posts'],
		facts: z.object({ without: outcome }).strict(),
		ask: async (session) => {
			const toggles = { brand_content_toggle: undefined, brand_organic_toggle: undefined };
			return { without: (await beginUpload(session, 'direct', TWO_PARTS, toggles)).outcome };
		},
	}),
	caption: probe({
		asks: 'how the length of a caption is counted',
		calls: { inits: 2 },
		needs: ['direct posts'],
		facts: z.object({ longByUnits: outcome, longByCharacters: outcome.optional() }).strict(),
		ask: async (session) => {
			const ask = async (emojis: number) => {
				const title = '\u{1F3AC}'.repeat(emojis);
				return (await beginUpload(session, 'direct', TWO_PARTS, { title })).outcome;
			};
			const longByUnits = await ask(CAPTION / 2 + 1);
			// Accepted, it may be that nothing is counted at all.
			return isOk(longByUnits)
				? { longByUnits, longByCharacters: await ask(CAPTION + 1) }
				: { longByUnits };
		},
	}),
	otherLevel: probe({
		asks: 'how a privacy level other than “Only me” is refused',
		calls: { inits: 1 },
		needs: ['a private account'],
		facts: z.object({ followers: outcome }).strict(),
		ask: async (session) => {
			const level = { privacy_level: 'FOLLOWER_OF_CREATOR' };
			return { followers: (await beginUpload(session, 'direct', TWO_PARTS, level)).outcome };
		},
	}),
	largestVideo: probe({
		asks: 'what “4 GB” means for a video',
		calls: { inits: 3 },
		needs: ['direct posts'],
		facts: z
			.object({ oneByteMore: outcome, binary: outcome.optional(), decimal: outcome.optional() })
			.strict(),
		ask: async (session) => {
			const ask = async (size: number) =>
				(await beginUpload(session, 'direct', planOf(size, PART))).outcome;
			const oneByteMore = await ask(GIB_4 + 1);
			if (isOk(oneByteMore)) return { oneByteMore };
			const binary = await ask(GIB_4);
			return isOk(binary)
				? { oneByteMore, binary }
				: { oneByteMore, binary, decimal: await ask(GB_4) };
		},
	}),
	photos: probe({
		asks: 'what TikTok reads of a photo post (with a photo that it may not download)',
		calls: { inits: 4 },
		needs: ['video.publish'],
		facts: z
			.object({
				asDocumented: outcome,
				unknownMode: outcome.optional(),
				modeWithSpace: outcome.optional(),
				duetAndStitch: outcome.optional(),
			})
			.strict(),
		ask: async (session) => {
			const ask = async (post_mode: string, post: object = {}) =>
				(
					await session.caller.api({
						limit: 'inits',
						path: '/v2/post/publish/content/init/',
						authorization: bearer(session),
						body: {
							media_type: 'PHOTO',
							post_mode,
							post_info: {
								privacy_level: 'SELF_ONLY',
								disable_comment: true,
								brand_content_toggle: false,
								brand_organic_toggle: false,
								...post,
							},
							// Nobody can have verified this domain, so TikTok refuses at the latest here.
							source_info: {
								source: 'PULL_FROM_URL',
								photo_images: ['https://example.com/photo.jpg'],
								photo_cover_index: 0,
							},
						},
					})
				).outcome;
			const asDocumented = await ask('DIRECT_POST');
			if (asDocumented.code !== 'url_ownership_unverified') return { asDocumented };
			return {
				asDocumented,
				unknownMode: await ask('NONE'),
				modeWithSpace: await ask('DIRECT POST'),
				duetAndStitch: await ask('DIRECT_POST', { disable_duet: true, disable_stitch: true }),
			};
		},
	}),
};
