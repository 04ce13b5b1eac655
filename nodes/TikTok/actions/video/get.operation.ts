import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { simplifyVideo } from '../../../shared/api/simplifyVideo';
import { showFor } from '../../../shared/fields/showFor';
import { readLines } from '../../../shared/fields/texts';
import { refusal } from '../../../shared/fields/values';
import { videoFields, type Video } from '../../../shared/api/schemas/video';
import { defineOperation } from '../../operation';
import { outputFields, readOutput, type RecordFields } from '../output';

/** Ids in one query call: https://developers.tiktok.com/doc/tiktok-api-v2-video-query. */
const idsPerCall = 20;

const parameter = 'Video';

/** Before the ID: in links of the app, of m.tiktok.com (`/v/….html`) and of players on other pages (`/embed/v2/…`). */
const beforeId = 'video|photo|v|v2|embed';

/** What videos are put out with. */
export const videoRecord: RecordFields = {
	id: 'id',
	all: [...videoFields, 'created_at'],
	simplified: (raw) => simplifyVideo(raw as Video),
};

const description: INodeProperties[] = showFor({ resource: ['video'], operation: ['get'] }, [
	{
		displayName: parameter,
		name: 'videoIds',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'A public video of the connected account',
		hint: 'Several: By ID, with commas or by an expression that gives a list',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a video…',
				typeOptions: { searchListMethod: 'searchVideos', searchable: true },
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://www.tiktok.com/@name/video/7678907398077074696',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `.*/(${beforeId})/\\d+.*`,
							errorMessage:
								'Enter a link that has /video/ and the ID. Open a short one (vm.tiktok.com) in a browser to see it.',
						},
					},
				],
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 7678907398077074696',
				validation: [
					{
						type: 'regex',
						properties: { regex: '[\\d\\s,;]+', errorMessage: 'Enter the digits of the ID' },
					},
				],
			},
		],
	},
	...outputFields(videoRecord),
]);

/** One output for each id asked for, in order; ids that TikTok does not return say so in `available`. */
export const get = defineOperation({
	description,
	read: (context, itemIndex) => ({
		ids: readVideoIds(context.getNodeParameter('videoIds', itemIndex, '', { extractValue: true })),
		shape: readOutput(context, itemIndex, videoRecord),
	}),
	async execute({ client }, _itemIndex, { ids, shape }) {
		const found = new Map<string, Video>();
		for (let start = 0; start < ids.length; start += idsPerCall) {
			const { videos } = await client.call(endpoints.videoQuery, {
				query: { fields: videoFields.join(',') },
				body: { filters: { video_ids: ids.slice(start, start + idsPerCall) } },
			});
			for (const video of videos) found.set(video.id, video);
		}
		return ids.map((id): IDataObject => {
			const video = found.get(id);
			if (!video) return { id, available: false };
			return { ...shape(video as IDataObject), available: true };
		});
	},
});

const rule = {
	must: 'IDs or links of videos',
	wayOut:
		'Enter the digits of the ID, or a link such as https://www.tiktok.com/@name/video/7678907398077074696. Short links (vm.tiktok.com) hold no ID: open them in a browser first.',
	field: 'id',
};

/**
 * @param value text with ids or links, or a list of them
 * @returns the ids as strings, each once
 * @throws ParameterError when there is none, one is malformed, or one has lost its last digits as a number
 */
export function readVideoIds(value: unknown): string[] {
	const ids = readLines(parameter, value, /[\s,;]+/, rule).map(readVideoId);
	if (ids.length > 0) return [...new Set(ids)];
	throw refusal(parameter, rule.must, '', 'Enter the ID or link of at least one video.');
}

const idInLink = new RegExp(`/(?:${beforeId})/(\\d{1,20})(?:[/?#.]|$)`);

function readVideoId(entry: string): string {
	const id = /^\d{1,20}$/.test(entry) ? entry : idInLink.exec(entry)?.[1];
	if (id) return id;
	throw refusal(parameter, rule.must, entry, rule.wayOut);
}
