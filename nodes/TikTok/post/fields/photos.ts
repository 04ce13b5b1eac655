import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';
import { readChoice } from '../../../shared/fields/choices';
import { readNumber } from '../../../shared/fields/numbers';
import { readLines } from '../../../shared/fields/texts';
import { fileNameOf, photoFilesField, photoFilesLabel, readPhotoFiles } from './photoFiles';
import { readHashtags } from './hashtags';
import type { Photos } from './postSource';
import { photoDescriptionField, photoTitleField, readText, textLimits } from './text';
import { readHttpsUrl } from './webUrl';

/** Most photos of a post: https://developers.tiktok.com/doc/content-posting-api-reference-photo-post. */
const maxPhotos = 35;

/** The label of the parameter with the addresses. */
export const photoUrlsLabel = 'Photo URLs';
const coverNumber = 'Cover Photo Number';

/** White space, or a comma or semicolon that no address can have there. */
const separator = /\s+|[,;](?=\s|["'<]?https?:|$)/;

/** By name, since the lint rule for title case would write “N8n”. */
const filesFromN8n = 'Files From n8n';

const photoSources = [
	{
		name: 'Photo URLs',
		value: 'urls',
		description: 'Addresses on a domain or under a URL prefix that is verified for your app',
	},
	{
		name: filesFromN8n,
		value: 'files',
		description: 'Files of earlier steps, which TikTok fetches from this n8n',
	},
] as const;

/** Fields of direct post and draft alike. */
export const photoFields: INodeProperties[] = [
	{
		displayName: 'Photo Source',
		name: 'photoSource',
		type: 'options',
		options: [...photoSources],
		default: 'urls',
		description: 'Where the photos come from',
	},
	{
		displayName:
			'TikTok downloads photos itself, and only from domains or URL prefixes that are verified for your app: in TikTok’s developer portal, under URL properties.',
		name: 'photoSourceNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { photoSource: ['urls'] } },
	},
	{
		displayName:
			'TikTok fetches the files from this n8n. Set that up once, in a workflow of its own: add the node ‘TikTok Photo Host Trigger’ and follow the steps in its panel. To post the files of several items as one carousel, put an Aggregate node before this one (All Item Data, Include Binaries). This node waits until TikTok has the photos, also with ‘Wait for Completion’ off.',
		name: 'photoFilesNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { photoSource: ['files'] } },
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
		displayOptions: { show: { photoSource: ['urls'] } },
	},
	{ ...photoFilesField, displayOptions: { show: { photoSource: ['files'] } } },
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
 * @returns the photos, and `source_info` of the init (https://developers.tiktok.com/doc/content-posting-api-reference-photo-post), in
 * which files are named until they have addresses
 * @throws ParameterError for none or too many photos, addresses that TikTok does not take, a cover beyond the last
 */
export function readPhotoSource(
	context: IExecuteFunctions,
	itemIndex: number,
): { photos: Photos; sourceInfo: IDataObject & { photo_images: string[] } } {
	const photos = readPhotos(context, itemIndex);
	const names =
		photos.kind === 'urls'
			? photos.urls
			: photos.fields.map((field) => fileNameOf(context, itemIndex, field));
	const count = `${names.length} photo${names.length === 1 ? '' : 's'}`;
	const range = names.length === 1 ? '1' : `a whole number from 1 to ${names.length}`;
	const cover = readNumber(
		coverNumber,
		context.getNodeParameter('coverPhotoNumber', itemIndex, 1),
		{
			must: `${range}, since the post has ${count}`,
			wayOut: `Enter ${range}: photos are counted from 1.`,
			min: 1,
			max: names.length,
			whole: true,
		},
	);
	const sourceInfo = {
		source: 'PULL_FROM_URL',
		photo_images: names,
		photo_cover_index: (cover ?? 1) - 1,
	};
	return { photos, sourceInfo };
}

function readPhotos(context: IExecuteFunctions, itemIndex: number): Photos {
	const source = context.getNodeParameter('photoSource', itemIndex, 'urls');
	if (readChoice('Photo Source', source, photoSources) === 'urls')
		return {
			kind: 'urls',
			urls: readPhotoUrls(context.getNodeParameter('photoUrls', itemIndex, [])),
		};
	const fields = readPhotoFiles(context, itemIndex);
	requireCount(photoFilesLabel, fields);
	return { kind: 'files', fields };
}

/** @throws ParameterError for more than TikTok takes */
function requireCount(parameter: string, { length }: unknown[]): void {
	if (length <= maxPhotos) return;
	throw new ParameterError(
		parameter,
		`‘${parameter}’ has ${length} photos, and TikTok takes at most ${maxPhotos}`,
		'Split them into several posts.',
	);
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
	requireCount(photoUrlsLabel, entries);
	return entries.map((entry) => readHttpsUrl(photoUrlsLabel, entry, 'complete web addresses'));
}

/** Title and description of `post_info`, where given. */
export function readPhotoTexts(context: IExecuteFunctions, itemIndex: number): IDataObject {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const title = readText(
		'Title',
		context.getNodeParameter('photoTitle', itemIndex, ''),
		textLimits.photoTitle,
	);
	const description = readText(
		'Description',
		context.getNodeParameter('photoDescription', itemIndex, ''),
		textLimits.photoDescription,
		readHashtags(options.hashtags),
	);
	return { ...(title === '' ? {} : { title }), ...(description === '' ? {} : { description }) };
}
