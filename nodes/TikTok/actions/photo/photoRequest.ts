import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { hashtagWarnings } from '../../post/fields/hashtags';
import { isAiGenerated, isOn } from '../../post/fields/interactions';
import { readPhotoSource } from '../../post/fields/photos';
import { readCompletion } from '../../post/fields/postOptions';
import type { PostRequest } from '../../post/request';

const inits = { DIRECT_POST: endpoints.photoDirectPost, MEDIA_UPLOAD: endpoints.photoDraft };

/**
 * A post or draft of photos (https://developers.tiktok.com/doc/content-posting-api-reference-photo-post).
 *
 * @param postInfo texts, and settings where it is a post
 * @throws ParameterError for a value that cannot be used
 */
export function photoRequest(
	context: IExecuteFunctions,
	itemIndex: number,
	postMode: keyof typeof inits,
	postInfo: IDataObject,
): PostRequest {
	const { sourceInfo, photos } = readPhotoSource(context, itemIndex);
	const isAigc = isOn(context, isAiGenerated, itemIndex);
	// Beside post_info by TikTok's page; clients older than that page have it inside. TikTok ignores what it does not know, and
	// nobody would see that a label is missing.
	const labelled = isAigc ? { ...postInfo, is_aigc: isAigc } : postInfo;
	return {
		media: 'photo',
		source: { kind: 'pull', sourceInfo, init: inits[postMode], photos },
		body: { media_type: 'PHOTO', post_mode: postMode, post_info: labelled, is_aigc: isAigc },
		requested: { ...postInfo, is_aigc: isAigc, photos: sourceInfo.photo_images },
		completion: readCompletion(context, itemIndex),
		warnings: hashtagWarnings([postInfo.title, postInfo.description].join(' ')),
	};
}
