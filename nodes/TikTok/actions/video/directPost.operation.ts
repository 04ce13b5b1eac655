import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readNumber } from '../../../shared/fields/numbers';
import { showFor } from '../../../shared/fields/showFor';
import {
	commercialContentFields,
	readCommercialContent,
} from '../../post/fields/commercialContent';
import { checkedCreator } from '../../post/fields/creatorRules';
import {
	allowComment,
	allowDuet,
	allowStitch,
	isAiGenerated,
	isOn,
} from '../../post/fields/interactions';
import { postOptions, readCompletion } from '../../post/fields/postOptions';
import { privacyLevelField, readPrivacyLevel } from '../../post/fields/privacyLevel';
import { captionField, readText, textLimits } from '../../post/fields/text';
import { beginVideo, directPostInit, sourceInfo } from '../../post/beginPost';
import { mediaOutput, openVideo, withinLimits } from '../../post/openVideo';
import { postItem } from '../../post/publish';
import type { Session } from '../../session';
import { videoIdentity } from '../../post/fields/videoSource';

const coverFrameName = 'Cover Frame Time (Ms)';

/** int32: https://developers.tiktok.com/doc/content-posting-api-reference-direct-post. */
const maxCoverFrameMs = 2_147_483_647;

const coverFrame: INodeProperties = {
	displayName: coverFrameName,
	name: 'videoCoverTimestampMs',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	description: 'The moment of the video that becomes the cover, in milliseconds from its start',
};

export const description: INodeProperties[] = showFor(
	{ resource: ['video'], operation: ['directPost'] },
	[
		captionField,
		privacyLevelField,
		isAiGenerated,
		allowComment,
		allowDuet,
		allowStitch,
		...commercialContentFields,
		postOptions([coverFrame]),
	],
);

/** Every check comes before anything is sent: parameters, file, then creator info (design §5). */
export async function execute(session: Session, itemIndex: number): Promise<IDataObject> {
	const { context } = session;
	const privacyLevel = readPrivacyLevel(context, itemIndex);
	const wishes = readWishes(context, itemIndex);
	const postInfo = readPostInfo(context, itemIndex, privacyLevel, wishes);
	const completion = readCompletion(context, itemIndex);
	return await postItem(session, itemIndex, {
		media: 'video',
		requested: postInfo,
		content: { ...postInfo, ...videoIdentity(context, itemIndex) },
		completion,
		async prepare(entry) {
			const { input, facts, close } = await openVideo(context, itemIndex);
			try {
				const creator = entry.begun
					? undefined
					: await checkedCreator(session, { privacyLevel, ...wishes });
				const longest = creator?.max_video_post_duration_sec ?? undefined;
				if (facts && input.kind === 'upload') withinLimits(facts, input.parameter, longest);
				const body = { post_info: postInfo, source_info: sourceInfo(input) };
				return {
					body,
					username: creator?.creator_username ?? undefined,
					file: mediaOutput(input, facts),
					begin: async (begun) => await beginVideo(session, begun, input, directPostInit, body),
					close,
				};
			} catch (error) {
				close();
				return await Promise.reject(error);
			}
		},
	});
}

type VideoWishes = { allowComment: boolean; allowDuet: boolean; allowStitch: boolean };

function readWishes(context: IExecuteFunctions, itemIndex: number): VideoWishes {
	return {
		allowComment: isOn(context, allowComment, itemIndex),
		allowDuet: isOn(context, allowDuet, itemIndex),
		allowStitch: isOn(context, allowStitch, itemIndex),
	};
}

/** `post_info` of the init (reference T§4.1). TikTok's interaction fields are negative. */
function readPostInfo(
	context: IExecuteFunctions,
	itemIndex: number,
	privacyLevel: string,
	wishes: VideoWishes,
): IDataObject {
	const caption = readText(
		'Caption',
		context.getNodeParameter('caption', itemIndex, ''),
		textLimits.caption,
	);
	const cover = readCoverFrame(context, itemIndex);
	return {
		...(caption === '' ? {} : { title: caption }),
		privacy_level: privacyLevel,
		disable_comment: !wishes.allowComment,
		disable_duet: !wishes.allowDuet,
		disable_stitch: !wishes.allowStitch,
		...readCommercialContent(context, itemIndex, privacyLevel),
		is_aigc: isOn(context, isAiGenerated, itemIndex),
		...(cover === undefined ? {} : { video_cover_timestamp_ms: cover }),
	};
}

/** @returns ms, or undefined where TikTok is to take the first frame */
function readCoverFrame(context: IExecuteFunctions, itemIndex: number): number | undefined {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const ms = readNumber(coverFrameName, options.videoCoverTimestampMs, {
		must: 'a time in milliseconds, 0 or more',
		wayOut:
			'Enter milliseconds from the start of the video, such as 1500 for one and a half seconds.',
		min: 0,
		max: maxCoverFrameMs,
	});
	return ms === undefined ? undefined : Math.round(ms);
}
