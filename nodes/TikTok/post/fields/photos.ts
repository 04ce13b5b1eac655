import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';
import { readNumber } from '../../../shared/fields/numbers';
import { readLines } from '../../../shared/fields/texts';
import { photoDescriptionField, photoTitleField, readText, textLimits } from './text';
import { readHttpsUrl } from './webUrl';

/** Most photos of a post: https://developers.tiktok.com/doc/content-posting-api-reference-photo-post. */
const maxPhotos = 35;

/** The label of the parameter with the addresses. */
export const photoUrlsLabel = 'Photo URLs';
const coverNumber = 'Cover Photo Number';

/** White space, or a comma or semicolon that no address can have there. */
const separator = /\s+|[,;](?=\s|["'<]?https?:|$)/;

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
		displayName: photoUrlsLabel,
		name: 'photoUrls',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Photo URL' },
		required: true,
		default: [''],
		placeholder: 'e.g. https://media.example.com/photos/1.jpg',
		description: `1 to ${maxPhotos} https addresses of JPEG or WebP photos, in their order. An entry may also be an expression that gives a list.`,
	},
	photoTitleField,
	photoDescriptionField,
	{
		displayName: coverNumber,
		name: 'coverPhotoNumber',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: maxPhotos },
		default: 1,
		description: 'Which of the photos becomes the cover, counted from 1',
	},
];

/**
 * @returns `source_info` of the init (https://developers.tiktok.com/doc/content-posting-api-reference-photo-post)
 * @throws ParameterError for none or too many photos, addresses that TikTok does not take, a cover beyond the last
 */
export function readPhotoSource(
	context: IExecuteFunctions,
	itemIndex: number,
): IDataObject & { photo_images: string[] } {
	const urls = readPhotoUrls(context.getNodeParameter('photoUrls', itemIndex, []));
	const photos = `${urls.length} photo${urls.length === 1 ? '' : 's'}`;
	const range = `a whole number from 1 to ${urls.length}`;
	const cover = readNumber(
		coverNumber,
		context.getNodeParameter('coverPhotoNumber', itemIndex, 1),
		{
			must: `${range}, since the post has ${photos}`,
			wayOut: `Enter ${range}.`,
			min: 1,
			max: urls.length,
			whole: true,
		},
	);
	return { source: 'PULL_FROM_URL', photo_images: urls, photo_cover_index: (cover ?? 1) - 1 };
}

/** @param value a text, or a list of texts and lists; a text may hold several addresses apart by white space or commas */
export function readPhotoUrls(value: unknown): string[] {
	const entries = readLines(photoUrlsLabel, value, separator, {
		must: 'complete web addresses',
		wayOut:
			'Enter the address of each photo, or an expression that gives a list of addresses, such as {{ $json.urls }}.',
		field: 'url',
	});
	if (entries.length === 0) {
		throw new ParameterError(
			photoUrlsLabel,
			`‘${photoUrlsLabel}’ is empty`,
			'Enter the address of at least one photo.',
		);
	}
	if (entries.length > maxPhotos) {
		throw new ParameterError(
			photoUrlsLabel,
			`‘${photoUrlsLabel}’ has ${entries.length} photos, and TikTok takes at most ${maxPhotos}`,
			'Split them into several posts.',
		);
	}
	return entries.map((entry) => readHttpsUrl(photoUrlsLabel, entry, 'complete web addresses'));
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
