import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { readNumber } from '../../../shared/fields/numbers';
import { showFor } from '../../../shared/fields/showFor';
import { defineOperation } from '../../operation';
import {
	commercialContentFields,
	readCommercialContent,
} from '../../post/fields/commercialContent';
import {
	allowComment,
	allowDuet,
	allowStitch,
	isAiGenerated,
	isOn,
} from '../../post/fields/interactions';
import { hashtagsField, hashtagWarnings, readHashtags } from '../../post/fields/hashtags';
import { postOptions, readCompletion } from '../../post/fields/postOptions';
import { privacyLevelField, privacyLevels, readPrivacyLevel } from '../../post/fields/privacyLevel';
import { captionField, readText, textLimits } from '../../post/fields/text';
import { readVideoSource } from '../../post/fields/videoSource';
import { checkFiles, publish } from '../../post/publish';
import type { PostRequest } from '../../post/request';

const coverFrameName = 'Cover Frame Time (Ms)';

/** int32: https://developers.tiktok.com/doc/content-posting-api-reference-direct-post. */
const maxCoverFrameMs = 2_147_483_647;

const coverFrame: INodeProperties = {
	displayName: coverFrameName,
	name: 'videoCoverTimestampMs',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	hint: 'On posts for everyone. TikTok has been seen to leave out the cover of other posts.',
	description: 'The moment of the video that becomes the cover, in milliseconds from its start',
};

/** Seen in August 2026: https://github.com/gitroomhq/postiz-app/pull/1989. */
const coverNotShown =
	'The cover frame may not show: TikTok has been seen to keep the first frame where a post is not for everyone.';

const init = { upload: endpoints.directPostByUpload, pull: endpoints.directPostByPull };

const description: INodeProperties[] = showFor({ resource: ['video'], operation: ['directPost'] }, [
	captionField,
	privacyLevelField,
	isAiGenerated,
	allowComment,
	allowDuet,
	allowStitch,
	...commercialContentFields,
	postOptions([coverFrame, hashtagsField('the caption')]),
]);

export const directPost = defineOperation({
	description,
	read(context, itemIndex): PostRequest {
		const privacyLevel = readPrivacyLevel(context, itemIndex);
		const wishes = readWishes(context, itemIndex);
		const postInfo = readPostInfo(context, itemIndex, privacyLevel, wishes);
		return {
			media: 'video',
			source: readVideoSource(context, itemIndex, init),
			body: { post_info: postInfo },
			wishes: { privacyLevel, ...wishes },
			requested: postInfo,
			completion: readCompletion(context, itemIndex),
			warnings: [
				...hashtagWarnings(postInfo.title ?? ''),
				...(postInfo.video_cover_timestamp_ms && privacyLevel !== privacyLevels.everyone
					? [coverNotShown]
					: []),
			],
			coverFrameMs: postInfo.video_cover_timestamp_ms,
		};
	},
	check: checkFiles,
	execute: publish,
});

type VideoWishes = { allowComment: boolean; allowDuet: boolean; allowStitch: boolean };

function readWishes(context: IExecuteFunctions, itemIndex: number): VideoWishes {
	return {
		allowComment: isOn(context, allowComment, itemIndex),
		allowDuet: isOn(context, allowDuet, itemIndex),
		allowStitch: isOn(context, allowStitch, itemIndex),
	};
}

/**
 * `post_info` of the init (https://developers.tiktok.com/doc/content-posting-api-reference-direct-post). TikTok's interaction fields are
 * negative.
 */
function readPostInfo(
	context: IExecuteFunctions,
	itemIndex: number,
	privacyLevel: string,
	wishes: VideoWishes,
): IDataObject & { title?: string; video_cover_timestamp_ms?: number } {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const caption = readText(
		'Caption',
		context.getNodeParameter('caption', itemIndex, ''),
		textLimits.caption,
		readHashtags(options.hashtags),
	);
	const cover = readCoverFrame(options);
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
function readCoverFrame(options: IDataObject): number | undefined {
	const ms = readNumber(coverFrameName, options.videoCoverTimestampMs, {
		must: 'a time in milliseconds, 0 or more',
		wayOut:
			'Enter milliseconds from the start of the video, such as 1500 for one and a half seconds.',
		min: 0,
		max: maxCoverFrameMs,
	});
	return ms === undefined ? undefined : Math.round(ms);
}
