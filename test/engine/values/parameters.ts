import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import type { Call } from '../../simulator';
import { operations, verifiedHost } from '../refusals/scene';
import * as kinds from './kinds';
import type { Kind } from './kinds';

/** What a run showed of the value that was taken. */
export interface Run {
	json: IDataObject[];
	/** The message of a run that stopped. */
	message: string;
	calls: Call[];
}

/** A parameter of the TikTok node. */
export interface Parameter {
	/** The operations that have it, as `resource/operation`. */
	at: string[];
	/** Its name; behind a dot where it lies in a collection. */
	name: string;
	label: string;
	kind: Kind;
	/** Where an agent calls the node. */
	asTool?: boolean;
	/** Other parameters that have to be set for it. */
	beside?: INodeParameters;
	/** In which meaning it was taken, where that can be seen. */
	meaning?: (run: Run) => unknown;
	/** A good value and its meaning, taken in everything that may lie round it. */
	good?: [value: string, meaning: unknown];
}

/** Complete parameters by `resource/operation`; posts are checked and not made. */
export const complete: Record<string, INodeParameters> = Object.fromEntries(
	[
		{ ...operations.directPostByPull, options: { validateOnly: true } },
		{ ...operations.draftByPull, options: { validateOnly: true } },
		{ ...operations.photoPost, options: { validateOnly: true } },
		{ ...operations.photoDraft, options: { validateOnly: true } },
		operations.getStatus,
		operations.wait,
		operations.cancel,
		operations.getVideo,
		operations.getVideos,
		operations.userInfo,
		operations.creatorInfo,
	].map((parameters) => [`${parameters.resource}/${parameters.operation}`, parameters]),
);

const videos = ['video/directPost', 'video/uploadDraft'];
const photos = ['photo/directPost', 'photo/uploadDraft'];
const directPosts = ['video/directPost', 'photo/directPost'];
const posts = [...videos, ...photos];
const byIds = ['publish/getStatus', 'publish/waitForCompletion', 'publish/cancel'];

const sent = (name: string) => (run: Run) => {
	const body = run.json[0]?.would_send as Record<string, IDataObject> | undefined;
	return body?.post_info?.[name] ?? body?.source_info?.[name] ?? body?.[name];
};
const not = (read: (run: Run) => unknown) => (run: Run) => !read(run);
const inMessage = (pattern: RegExp) => (run: Run) => pattern.exec(run.message)?.[1];
const inCall = (name: string) => (run: Run) =>
	(run.calls[0]?.body as IDataObject | undefined)?.[name];

const pull = { videoSource: 'pullFromUrl' };
const disclosed = { discloseCommercialContent: true, yourBrand: true };
const video = `https://${verifiedHost}/clip.mp4`;
/** A post of the account. */
export const videoId = '7678907398077074696';
const on = kinds.switchOf(true);
const off = kinds.switchOf(false);

export const parameters: Parameter[] = [
	{
		at: videos,
		name: 'videoSource',
		label: 'Video Source',
		kind: kinds.choice,
		meaning: sent('source'),
		good: ['URL, pulled by TikTok', 'PULL_FROM_URL'],
	},
	{
		at: videos,
		name: 'binaryPropertyName',
		label: 'Input Binary Field',
		kind: kinds.fieldName,
		beside: { videoSource: 'binary' },
		meaning: (run) =>
			sent('source')(run) ?? inMessage(/^The item has no file in ‘(.*)’, which/s)(run),
		good: ['data', 'FILE_UPLOAD'],
	},
	{
		at: videos,
		name: 'videoUrl',
		label: 'Video URL',
		kind: kinds.address,
		beside: pull,
		meaning: sent('video_url'),
		good: [video, video],
	},
	{
		at: ['video/uploadDraft'],
		name: 'videoUrl',
		label: 'Video URL',
		kind: kinds.address,
		beside: { videoSource: 'sendFromUrl' },
		meaning: sent('source'),
		good: [video, 'FILE_UPLOAD'],
	},
	{
		at: ['video/directPost'],
		name: 'caption',
		label: 'Caption',
		kind: kinds.writtenText,
		meaning: sent('title'),
	},
	{
		at: photos,
		name: 'photoTitle',
		label: 'Title',
		kind: kinds.writtenText,
		meaning: sent('title'),
	},
	{
		at: photos,
		name: 'photoDescription',
		label: 'Description',
		kind: kinds.writtenText,
		meaning: sent('description'),
	},
	{
		at: photos,
		name: 'photoSource',
		label: 'Photo Source',
		kind: kinds.choice,
		meaning: sent('source'),
		good: ['photo URLs', 'PULL_FROM_URL'],
	},
	{
		at: photos,
		name: 'photoBinaryFields',
		label: 'Input Binary Fields',
		kind: kinds.fieldNames,
		beside: { photoSource: 'files' },
		meaning: inMessage(/^(?:The item has no file in|Photo 1 \() ?‘(.*?)’/s),
		good: ['data', 'data'],
	},
	{
		at: photos,
		name: 'photoUrls',
		label: 'Photo URLs',
		kind: kinds.addresses,
		meaning: (run) => String(sent('photo_images')(run)),
		good: [`https://${verifiedHost}/1.jpg`, `https://${verifiedHost}/1.jpg`],
	},
	{
		at: photos,
		name: 'coverPhotoNumber',
		label: 'Cover Photo Number',
		kind: kinds.numberOf(0, (number) => (number === 1 ? 0 : undefined)),
		meaning: sent('photo_cover_index'),
		good: ['1', 0],
	},
	{
		at: directPosts,
		name: 'privacyLevel',
		label: 'Privacy Level',
		kind: kinds.privacyLevel,
		meaning: (run) => sent('privacy_level')(run) ?? inMessage(/ is (.*), which the account/s)(run),
		good: ['Only me', 'SELF_ONLY'],
	},
	{
		at: posts.filter((at) => at !== 'video/uploadDraft'),
		name: 'isAigc',
		label: 'AI-Generated Content',
		kind: off,
		meaning: sent('is_aigc'),
	},
	{
		at: directPosts,
		name: 'allowComment',
		label: 'Allow Comments',
		kind: off,
		meaning: not(sent('disable_comment')),
	},
	{
		at: ['video/directPost'],
		name: 'allowDuet',
		label: 'Allow Duet',
		kind: off,
		meaning: not(sent('disable_duet')),
	},
	{
		at: ['video/directPost'],
		name: 'allowStitch',
		label: 'Allow Stitch',
		kind: off,
		meaning: not(sent('disable_stitch')),
	},
	{
		at: ['photo/directPost'],
		name: 'autoAddMusic',
		label: 'Add Music Automatically',
		kind: off,
		meaning: sent('auto_add_music'),
	},
	{
		at: directPosts,
		name: 'discloseCommercialContent',
		label: 'Disclose Commercial Content',
		kind: off,
		beside: { yourBrand: true },
		meaning: sent('brand_organic_toggle'),
	},
	{
		at: directPosts,
		name: 'yourBrand',
		label: 'Your Brand',
		kind: off,
		beside: { ...disclosed, brandedContent: true },
		meaning: sent('brand_organic_toggle'),
	},
	{
		at: directPosts,
		name: 'brandedContent',
		label: 'Branded Content',
		kind: off,
		beside: disclosed,
		meaning: sent('brand_content_toggle'),
	},
	{
		at: ['video/directPost'],
		name: 'options.videoCoverTimestampMs',
		label: 'Cover Frame Time (Ms)',
		kind: kinds.numberOf(undefined, (number) => (number >= 0 ? Math.round(number) : undefined)),
		meaning: sent('video_cover_timestamp_ms'),
		good: ['1500', 1500],
	},
	{
		at: posts.filter((at) => at !== 'video/uploadDraft'),
		name: 'options.hashtags',
		label: 'Hashtags',
		kind: kinds.hashtags,
		meaning: (run) => String(sent('description')(run) ?? sent('title')(run)).match(/#\S+/g) ?? [],
		good: ['clouds', ['#clouds']],
	},
	{
		at: posts,
		name: 'options.validateOnly',
		label: 'Validate Only',
		kind: off,
		meaning: ({ json }) => json[0]?.verdict === 'validated',
	},
	{ at: posts, name: 'options.forgetPostOnceKey', label: 'Forget Post Once Key', kind: off },
	{ at: posts, name: 'options.stopOnFailed', label: 'Stop When Not Published', kind: on },
	{ at: posts, name: 'options.waitForCompletion', label: 'Wait for Completion', kind: on },
	{ at: directPosts, name: 'options.untilPublic', label: 'Wait for the Link', kind: on },
	{
		at: [...posts, 'publish/waitForCompletion'],
		name: 'options.maxWaitMinutes',
		label: 'Maximum Wait (Minutes)',
		kind: kinds.numberOf(undefined),
	},
	{
		at: posts,
		name: 'options.postOnceKey',
		label: 'Post Once Key',
		kind: kinds.writtenLine({ refused: 'is empty' }),
	},
	{
		at: byIds,
		name: 'publishId',
		label: 'Publish ID',
		kind: kinds.publishId,
		meaning: inCall('publish_id'),
		good: ['v_pub_url~v2-1.7', 'v_pub_url~v2-1.7'],
	},
	{
		at: ['publish/waitForCompletion'],
		name: 'options.stopOnFailed',
		label: 'Stop When Not Published',
		kind: on,
	},
	{
		at: ['publish/waitForCompletion'],
		name: 'options.untilPublic',
		label: 'Wait for the Link',
		kind: off,
	},
	{
		at: ['video/get'],
		name: 'videoIds',
		label: 'Video',
		kind: kinds.videoIds,
		meaning: (run) => (inCall('filters')(run) as IDataObject | undefined)?.video_ids,
		good: [videoId, [videoId]],
	},
	{
		at: ['video/getAll'],
		name: 'returnAll',
		label: 'Return All',
		kind: off,
	},
	{
		at: ['video/getAll'],
		name: 'limit',
		label: 'Limit',
		kind: kinds.numberOf(undefined, (number) =>
			Number.isInteger(number) && number >= 1 ? number : undefined,
		),
		good: ['5', 5],
	},
	{
		at: ['video/getAll'],
		name: 'options.postedBefore',
		label: 'Posted Before',
		kind: kinds.date,
		meaning: inCall('cursor'),
		good: ['2026-11-22T00:00:00Z', Date.UTC(2026, 10, 22)],
	},
	{
		at: ['user/getInfo'],
		name: 'simple',
		label: 'Simplify',
		kind: on,
		meaning: ({ json }) => json[0]?.avatar_large_url === undefined,
	},
	{
		at: ['video/get', 'video/getAll'],
		name: 'simple',
		label: 'Simplify',
		kind: on,
		meaning: ({ json }) => json[0]?.embed_html === undefined,
	},
	{
		at: ['video/get', 'video/getAll'],
		name: 'output',
		label: 'Output',
		kind: kinds.choiceOr(kinds.taken(true)),
		asTool: true,
		meaning: ({ json }) => json[0]?.embed_html === undefined,
		good: ['Raw', false],
	},
	{
		at: ['user/getInfo'],
		name: 'output',
		label: 'Output',
		kind: kinds.choiceOr(kinds.taken(true)),
		asTool: true,
		meaning: ({ json }) => json[0]?.avatar_large_url === undefined,
		good: ['Raw', false],
	},
	{
		at: ['video/get', 'video/getAll', 'user/getInfo'],
		name: 'outputFields',
		label: 'Fields to Include',
		kind: kinds.choicesOr(kinds.taken('')),
		asTool: true,
		beside: { output: 'selectedFields' },
		meaning: ({ json }) =>
			Object.keys(json[0] ?? {})
				.filter((key) => !['id', 'open_id', 'available'].includes(key))
				.join(),
	},
];

/** Parameters that hold a value which an expression can give, as `resource/operation name`, options of collections included. */
export function namesOf(properties: INodeProperties[]): Set<string> {
	const all = Object.keys(complete);
	const names = properties
		.filter(
			({ type, noDataExpression }) => type !== 'notice' && type !== 'hidden' && !noDataExpression,
		)
		.flatMap(({ name, type, options = [], displayOptions }) => {
			const { resource = [], operation = [] } = displayOptions?.show ?? {};
			const at = all.filter((path) => {
				const [ofResource, ofOperation] = path.split('/');
				return resource.includes(ofResource) && operation.includes(ofOperation);
			});
			// For a collection as a whole n8n takes no expression.
			const isCollection = type === 'collection';
			const own = isCollection ? options.map((option) => `${name}.${option.name}`) : [name];
			return at.flatMap((path) => own.map((one) => `${path} ${one}`));
		});
	return new Set(names);
}
