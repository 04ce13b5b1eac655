import type { IBinaryData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readChoice } from '../../../shared/fields/choices';
import { showFor } from '../../../shared/fields/showFor';
import { textIn } from '../../../shared/fields/texts';
import { isNothing, plain, refusal } from '../../../shared/fields/values';
import { isRecord } from '../../../shared/records';
import type { FileSource, PostSource, PullInit, UploadInit } from './postSource';
import { videoToolNotice } from './toolNotice';
import { readHttpsUrl, readWebUrl } from './webUrl';

const binaryField = 'Input Binary Field';
const urlField = 'Video URL';

/** The labels of the parameters that name a file, by where it comes from. */
export const labels: Record<FileSource['kind'], string> = { binary: binaryField, link: urlField };

/** The init endpoints of one kind of video post, by who sends the bytes. */
export interface VideoInit {
	upload: UploadInit;
	pull: PullInit;
}

const forPosts = { resource: ['video'], operation: ['directPost', 'uploadDraft'] };

/** By name, since the lint rule for title case would write “N8n”. */
const sentByN8n = 'URL, Sent by n8n';

const videoSources = [
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
		description: 'TikTok downloads the file itself, from a domain that is verified for your app',
	},
] as const;

export const videoSourceFields: INodeProperties[] = showFor(forPosts, [
	videoToolNotice,
	{
		displayName: 'Video Source',
		name: 'videoSource',
		type: 'options',
		options: [...videoSources],
		default: 'binary',
		description: 'Where the video comes from',
	},
	{
		displayName: binaryField,
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
		displayName: urlField,
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
		displayName: urlField,
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

/** The parameters that name the item's video. */
type VideoChoice =
	| { kind: 'binary'; field: string | IBinaryData }
	| { kind: 'sendFromUrl' | 'pullFromUrl'; url: string };

/** @throws ParameterError when they name none */
function readVideoChoice(context: IExecuteFunctions, itemIndex: number): VideoChoice {
	const source = context.getNodeParameter('videoSource', itemIndex, 'binary');
	const kind = readChoice('Video Source', source, videoSources);
	if (kind === 'binary') {
		const field = context.getNodeParameter('binaryPropertyName', itemIndex, 'data');
		return { kind, field: readBinaryField(field) };
	}
	const read = kind === 'pullFromUrl' ? readHttpsUrl : readWebUrl;
	return { kind, url: read(urlField, context.getNodeParameter('videoUrl', itemIndex, '')) };
}

/** @returns the name of the field, or the file itself, as `$binary.data` gives it */
function readBinaryField(value: unknown): string | IBinaryData {
	const given = plain(value);
	if (isRecord(given) && ['mimeType', 'data', 'id'].some((key) => key in given))
		return given as unknown as IBinaryData;
	const name = textIn(given);
	if (name !== undefined && !isNothing(name)) return name;
	throw refusal(
		binaryField,
		'the name of a field with a file',
		given,
		'Enter the name that the step before shows under Binary, usually data.',
	);
}

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
	const choice = readVideoChoice(context, itemIndex);
	switch (choice.kind) {
		case 'binary':
			return { kind: 'binary', field: choice.field, init: init.upload };
		case 'sendFromUrl':
			return { kind: 'link', url: choice.url, init: init.upload };
		case 'pullFromUrl': {
			const sourceInfo = { source: 'PULL_FROM_URL', video_url: choice.url };
			return { kind: 'pull', sourceInfo, init: init.pull };
		}
	}
}
