import type { IBinaryData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';
import { showFor } from '../../../shared/fields/showFor';
import type { PostSource, PullInit, UploadInit } from './postSource';
import { videoToolNotice } from './toolNotice';
import { readHttpsUrl, readWebUrl } from './webUrl';

/** The labels of the parameters that name a video, by where it comes from. */
export const labels = {
	binary: 'Input Binary Field',
	link: 'Video URL',
	pull: 'Video URL',
} as const;

/** The init endpoints of one kind of video post, by who sends the bytes. */
export interface VideoInit {
	upload: UploadInit;
	pull: PullInit;
}

const forPosts = { resource: ['video'], operation: ['directPost', 'uploadDraft'] };

/** By name, since the lint rule for title case would write “N8n”. */
const sentByN8n = 'URL, Sent by n8n';

export const videoSourceFields: INodeProperties[] = showFor(forPosts, [
	videoToolNotice,
	{
		displayName: 'Video Source',
		name: 'videoSource',
		type: 'options',
		options: [
			{
				name: 'Binary File',
				value: 'binary',
				description: 'A file that an earlier step has put out, of up to 4 GB',
			},
			{
				name: sentByN8n,
				value: 'sendFromUrl',
				description:
					'Downloaded and uploaded by n8n at the same time, from any host: right for the link of a video generator',
			},
			{
				name: 'URL, Pulled by TikTok',
				value: 'pullFromUrl',
				description:
					'TikTok downloads the file itself, from a domain that is verified for your app',
			},
		],
		default: 'binary',
		description: 'Where the video comes from',
	},
	{
		displayName: 'Input Binary Field',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the field with the file, as an earlier step shows it under Binary',
		description: 'The input binary field that contains the video (MP4, MOV or WebM)',
		displayOptions: { show: { videoSource: ['binary'] } },
	},
	{
		displayName: 'Video URL',
		name: 'videoUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://media.example.com/videos/clip.mp4',
		hint: 'The domain or URL prefix must be verified in TikTok’s developer portal under URL properties. A link of a video generator is not: choose URL, Sent by n8n for it.',
		description: 'The https address from which TikTok downloads the video, without redirects',
		displayOptions: { show: { videoSource: ['pullFromUrl'] } },
	},
	{
		displayName: 'Video URL',
		name: 'videoUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://cdn.example.com/renders/clip.mp4?signature=…',
		hint: 'The link of the file itself, not of a page that shows it',
		description: 'The address of the video file, of any host; signed links and redirects are fine',
		displayOptions: { show: { videoSource: ['sendFromUrl'] } },
	},
]);

/**
 * Reads where the item's video comes from. The file itself is not opened.
 *
 * @throws ParameterError when the source is not known, or its address cannot be one
 */
export function readVideoSource(
	context: IExecuteFunctions,
	itemIndex: number,
	init: VideoInit,
): PostSource {
	const kind = context.getNodeParameter('videoSource', itemIndex) as string;
	switch (kind) {
		case 'binary': {
			const field = context.getNodeParameter('binaryPropertyName', itemIndex);
			return { kind: 'binary', field: field as string | IBinaryData, init: init.upload };
		}
		case 'sendFromUrl': {
			const url = readWebUrl(labels.link, context.getNodeParameter('videoUrl', itemIndex));
			return { kind: 'link', url, init: init.upload };
		}
		case 'pullFromUrl': {
			const url = readHttpsUrl(labels.pull, context.getNodeParameter('videoUrl', itemIndex));
			const sourceInfo = { source: 'PULL_FROM_URL', video_url: url };
			return { kind: 'pull', sourceInfo, init: init.pull };
		}
		default:
			throw new ParameterError(
				'Video Source',
				`‘Video Source’ is ‘${kind}’, which is not known`,
				'Choose an entry of the list.',
			);
	}
}
