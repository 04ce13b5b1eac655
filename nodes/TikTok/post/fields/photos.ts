import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';
import { readHttpsUrl, withoutQuery } from './webUrl';
import { readText, textLimits } from './text';

/** Most photos of a post (reference T§6). */
const maxPhotos = 35;

/** Endings of files that TikTok does not take as photos (T§6, T§7.4). An address without an ending passes: TikTok looks at the file. */
const refusedEndings = [
	'png',
	'gif',
	'heic',
	'heif',
	'bmp',
	'tif',
	'tiff',
	'avif',
	'svg',
	'mp4',
	'mov',
	'webm',
];

const parameter = 'Photo URLs';

/** Fields of direct post and draft alike. */
export const photoFields: INodeProperties[] = [
	{
		displayName:
			'TikTok downloads photos itself, and only from domains or URL prefixes that are verified for your app: in TikTok’s developer portal, under <b>URL properties</b>.',
		name: 'photoSourceNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: parameter,
		name: 'photoUrls',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Photo URL' },
		required: true,
		default: [''],
		placeholder: 'e.g. https://media.example.com/photos/1.jpg',
		description:
			'1 to 35 https addresses of JPEG or WebP photos, in their order. An entry may also be an expression that gives a list.',
	},
	{
		displayName: 'Title',
		name: 'photoTitle',
		type: 'string',
		default: '',
		placeholder: 'e.g. Three days in Lisbon',
		description: 'At most 90 characters, an emoji counts two',
	},
	{
		displayName: 'Description',
		name: 'photoDescription',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. Where we ate and what it cost #lisbon',
		description:
			'The text under the photos, with #hashtags and @mentions: at most 4,000 characters',
	},
	{
		displayName: 'Cover Photo Number',
		name: 'coverPhotoNumber',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: maxPhotos },
		default: 1,
		description: 'Which of the photos becomes the cover, counted from 1',
	},
];

/**
 * @returns `source_info` of the init (T§6)
 * @throws ParameterError for none or too many photos, addresses or formats that TikTok does not take, a cover beyond the last
 */
export function readPhotoSource(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const urls = readPhotoUrls(context.getNodeParameter('photoUrls', itemIndex, []));
	const number = Number(context.getNodeParameter('coverPhotoNumber', itemIndex, 1));
	if (!Number.isInteger(number) || number < 1 || number > urls.length) {
		throw new ParameterError(
			'Cover Photo Number',
			`‘Cover Photo Number’ is ${number}, and the post has ${urls.length} photo${urls.length === 1 ? '' : 's'}`,
			`Enter a whole number from 1 to ${urls.length}.`,
		);
	}
	return { source: 'PULL_FROM_URL', photo_images: urls, photo_cover_index: number - 1 };
}

/** @param value a text, or a list of texts and lists; a text may hold several addresses apart by white space or commas */
export function readPhotoUrls(value: unknown): string[] {
	const entries = [value]
		.flat(Infinity)
		.flatMap((entry) => String(entry ?? '').split(/\s+|,(?=\s|https?:|$)/))
		.filter((entry) => entry !== '');
	if (entries.length === 0) {
		throw new ParameterError(
			parameter,
			`‘${parameter}’ is empty`,
			'Enter the address of at least one photo.',
		);
	}
	if (entries.length > maxPhotos) {
		throw new ParameterError(
			parameter,
			`‘${parameter}’ has ${entries.length} photos, and TikTok takes at most ${maxPhotos}`,
			'Split them into several posts.',
		);
	}
	return entries.map((entry) => {
		const url = readHttpsUrl(parameter, entry);
		const ending = /\.([a-z0-9]+)$/i.exec(new URL(url).pathname)?.[1].toLowerCase() ?? '';
		if (!refusedEndings.includes(ending)) return url;
		throw new ParameterError(
			parameter,
			`‘${parameter}’ holds a .${ending} file, and TikTok takes photos only as JPEG or WebP`,
			['mp4', 'mov', 'webm'].includes(ending)
				? `Use the resource Video for videos: ${withoutQuery(entry)}`
				: `Convert it to JPEG before this step: ${withoutQuery(entry)}`,
		);
	});
}

/** Title and description of `post_info`, where given. */
export function readPhotoTexts(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const title = readText(
		'Title',
		context.getNodeParameter('photoTitle', itemIndex, ''),
		textLimits.photoTitle,
	);
	const description = readText(
		'Description',
		context.getNodeParameter('photoDescription', itemIndex, ''),
		textLimits.photoDescription,
	);
	return { ...(title === '' ? {} : { title }), ...(description === '' ? {} : { description }) };
}
