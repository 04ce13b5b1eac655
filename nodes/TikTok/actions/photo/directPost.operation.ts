import type { INodeProperties } from 'n8n-workflow';

import { showFor } from '../../../shared/fields/showFor';
import {
	commercialContentFields,
	readCommercialContent,
} from '../../post/fields/commercialContent';
import { hashtagsField } from '../../post/fields/hashtags';
import { allowComment, isAiGenerated, isOn } from '../../post/fields/interactions';
import { photoFields, readPhotoTexts } from '../../post/fields/photos';
import { postOptions } from '../../post/fields/postOptions';
import { privacyLevelField, readPrivacyLevel } from '../../post/fields/privacyLevel';
import { photoToolNotice } from '../../post/fields/toolNotice';
import { checkFiles, publish } from '../../post/publish';
import type { PostRequest } from '../../post/request';
import { defineOperation } from '../../operation';
import { photoRequest } from './photoRequest';

const autoAddMusic: INodeProperties = {
	displayName: 'Add Music Automatically',
	name: 'autoAddMusic',
	type: 'boolean',
	default: false,
	description:
		'Whether TikTok adds music that it recommends. The track cannot be chosen here; it can be changed later in the app.',
};

const description: INodeProperties[] = showFor({ resource: ['photo'], operation: ['directPost'] }, [
	photoToolNotice,
	...photoFields,
	privacyLevelField,
	isAiGenerated,
	allowComment,
	autoAddMusic,
	...commercialContentFields,
	postOptions([hashtagsField('the description')]),
]);

export const directPost = defineOperation({
	description,
	read(context, itemIndex): PostRequest {
		const privacyLevel = readPrivacyLevel(context, itemIndex);
		const allowsComment = isOn(context, allowComment, itemIndex);
		const postInfo = {
			...readPhotoTexts(context, itemIndex),
			privacy_level: privacyLevel,
			disable_comment: !allowsComment,
			auto_add_music: isOn(context, autoAddMusic, itemIndex),
			...readCommercialContent(context, itemIndex, privacyLevel),
		};
		return {
			...photoRequest(context, itemIndex, 'DIRECT_POST', postInfo),
			wishes: { privacyLevel, allowComment: allowsComment },
		};
	},
	check: checkFiles,
	execute: publish,
});
