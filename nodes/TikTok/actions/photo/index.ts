import { defineResource } from '../resource';
import { directPost } from './directPost.operation';
import { uploadDraft } from './uploadDraft.operation';

export const photo = defineResource(
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['photo'] } },
		options: [
			{
				name: 'Direct Post',
				value: 'directPost',
				action: 'Post photos directly',
				description: 'Publish a photo or a carousel on the profile of the connected account',
			},
			{
				name: 'Upload Draft',
				value: 'uploadDraft',
				action: 'Upload photos as draft',
				description:
					'Send photos to the inbox of the TikTok app, where their owner edits and posts them',
			},
		],
		default: 'directPost',
	},
	{ directPost, uploadDraft },
);
