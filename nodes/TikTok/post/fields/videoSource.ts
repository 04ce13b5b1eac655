import type { IBinaryData, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';
import { showFor } from '../../../shared/fields/showFor';
import { binarySource } from '../../upload/binarySource';
import type { VideoSource } from '../../upload/source';
import { urlSource } from '../../upload/urlSource';
import { videoToolNotice } from './toolNotice';
import { readHttpsUrl, readWebUrl } from './webUrl';

/** Where the video comes from: n8n uploads it from a source, or TikTok pulls it from an address. */
export type VideoInput = UploadInput | { kind: 'pull'; url: string };

/** A video that n8n sends. */
export interface UploadInput {
	kind: 'upload';
	source: VideoSource;
	/** The label of the parameter that names it. */
	parameter: string;
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

/** What tells the item's video from another one, without opening it. */
export function videoIdentity(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const kind = context.getNodeParameter('videoSource', itemIndex) as string;
	if (kind !== 'binary')
		return { kind, url: context.getNodeParameter('videoUrl', itemIndex, '') as string };
	const field = context.getNodeParameter('binaryPropertyName', itemIndex) as string | IBinaryData;
	const file =
		typeof field === 'string' ? context.getInputData()[itemIndex]?.binary?.[field] : field;
	// A file in n8n's memory has no id.
	const {
		data = '',
		id = `${data.length} ${data.slice(-100)}`,
		fileName = '',
		fileSize = '',
	} = file ?? {};
	return { kind, id, fileName, fileSize };
}

/**
 * Reads and checks the item's video. Nothing is sent.
 *
 * @throws ParameterError when there is no usable video
 */
export async function readVideoInput(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<VideoInput> {
	const kind = context.getNodeParameter('videoSource', itemIndex) as string;
	switch (kind) {
		case 'binary': {
			const field = context.getNodeParameter('binaryPropertyName', itemIndex) as
				| string
				| IBinaryData;
			const source = await binarySource(context, itemIndex, field);
			return { kind: 'upload', source, parameter: 'Input Binary Field' };
		}
		case 'pullFromUrl': {
			const url = context.getNodeParameter('videoUrl', itemIndex);
			return { kind: 'pull', url: readHttpsUrl('Video URL', url) };
		}
		case 'sendFromUrl': {
			const url = readWebUrl('Video URL', context.getNodeParameter('videoUrl', itemIndex));
			const source = await urlSource(context, 'Video URL', url);
			return { kind: 'upload', source, parameter: 'Video URL' };
		}
		default:
			throw new ParameterError(
				'Video Source',
				`‘Video Source’ is ‘${kind}’, which is not known`,
				'Choose an entry of the list.',
			);
	}
}
