import type { INodeProperties } from 'n8n-workflow';

import { showFor } from '../../../shared/fields/showFor';
import { isAiGenerated } from '../../post/fields/interactions';
import { hashtagsField } from '../../post/fields/hashtags';
import { photoFields, readPhotoTexts } from '../../post/fields/photos';
import { postOptions } from '../../post/fields/postOptions';
import { photoToolNotice } from '../../post/fields/toolNotice';
import { checkFiles, publish } from '../../post/publish';
import { defineOperation } from '../../operation';
import { photoRequest } from './photoRequest';

const description: INodeProperties[] = showFor(
	{ resource: ['photo'], operation: ['uploadDraft'] },
	[
		{
			displayName:
				'The draft arrives as a notification in the inbox of the TikTok app (version 31.8 or newer). Its owner taps it there, edits it and posts it. Works for every account, also before TikTok’s audit; five drafts can wait at a time.',
			name: 'photoDraftNotice',
			type: 'notice',
			default: '',
		},
		photoToolNotice,
		...photoFields,
		isAiGenerated,
		postOptions([hashtagsField('the description')], false),
	],
);

/** Title and description are carried into the app’s editor; privacy and the rest are chosen there. */
export const uploadDraft = defineOperation({
	description,
	read: (context, itemIndex) =>
		photoRequest(context, itemIndex, 'MEDIA_UPLOAD', readPhotoTexts(context, itemIndex)),
	check: checkFiles,
	execute: publish,
});
