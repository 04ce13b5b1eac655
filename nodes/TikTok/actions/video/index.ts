import { defineResource } from '../resource';
import { directPost } from './directPost.operation';
import { get } from './get.operation';
import { getMany } from './getMany.operation';
import { draftNotice, uploadDraft } from './uploadDraft.operation';
import { videoSourceFields } from '../../post/fields/videoSource';

export const video = defineResource(
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['video'] } },
		options: [
			{
				name: 'Direct Post',
				value: 'directPost',
				action: 'Post video directly',
				description: 'Publish a video on the profile of the connected account',
			},
			{
				name: 'Get',
				value: 'get',
				action: 'Get video',
				description: 'Retrieve views, likes and details of a public video, or of several',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many videos',
				description: 'Retrieve a list of the account’s public videos, newest first',
			},
			{
				name: 'Upload Draft',
				value: 'uploadDraft',
				action: 'Upload video as draft',
				description:
					'Send a video to the inbox of the TikTok app, where its owner edits and posts it',
			},
		],
		default: 'directPost',
	},
	{ directPost, get, getAll: getMany, uploadDraft },
	[...draftNotice, ...videoSourceFields],
);
