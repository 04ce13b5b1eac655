import type { INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { showFor } from '../../../shared/fields/showFor';
import { defineOperation } from '../../operation';
import { postOptions, readCompletion } from '../../post/fields/postOptions';
import { readVideoSource } from '../../post/fields/videoSource';
import { checkFiles, publish } from '../../post/publish';
import type { PostRequest } from '../../post/request';

const init = { upload: endpoints.draftByUpload, pull: endpoints.draftByPull };

const forDrafts = { resource: ['video'], operation: ['uploadDraft'] };

/** Above the file: that there is no caption is the first thing people look for. */
export const draftNotice: INodeProperties[] = showFor(forDrafts, [
	{
		displayName:
			'The draft arrives as a notification in the inbox of the TikTok app. Its owner taps it there, adds caption and privacy (TikTok takes none with a draft), and posts it. Works for every account, also before TikTok’s audit; five drafts can wait at a time.',
		name: 'draftNotice',
		type: 'notice',
		default: '',
	},
]);

/**
 * A draft has no settings of its own: the user chooses them in the app
 * (https://developers.tiktok.com/doc/content-posting-api-reference-upload-video).
 */
export const uploadDraft = defineOperation({
	description: showFor(forDrafts, [postOptions([], false)]),
	read: (context, itemIndex): PostRequest => ({
		media: 'video',
		source: readVideoSource(context, itemIndex, init),
		body: {},
		requested: {},
		completion: readCompletion(context, itemIndex),
		warnings: [],
	}),
	check: checkFiles,
	execute: publish,
});
