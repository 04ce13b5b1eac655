import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { ParameterError } from '../../../shared/errors/parameterError';
import { showFor } from '../../../shared/fields/showFor';
import { simplify } from '../../../shared/fields/simplify';
import { simplifyVideo } from '../../../shared/api/simplifyVideo';
import { readSwitch } from '../../../shared/fields/switches';
import { videoFields, type Video } from '../../../shared/api/schemas/video';
import { defineOperation } from '../../operation';

/** Ids in one query call (reference T§10.2). */
const idsPerCall = 20;

const parameter = 'Video IDs';

const description: INodeProperties[] = showFor({ resource: ['video'], operation: ['get'] }, [
	{
		displayName: parameter,
		name: 'videoIds',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 7678907398077074696',
		description:
			'IDs or links of the account’s own public videos, one or many, separated by commas or line breaks',
	},
	simplify,
]);

/** One output for each id asked for, in order; ids that TikTok does not return say so in `available`. */
export const get = defineOperation({
	description,
	read: (context, itemIndex) => ({
		ids: readVideoIds(context.getNodeParameter('videoIds', itemIndex)),
		simple: readSwitch('Simplify', context.getNodeParameter('simple', itemIndex, true)),
	}),
	async execute({ client }, _itemIndex, { ids, simple }) {
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
			return { ...(simple ? simplifyVideo(video) : (video as IDataObject)), available: true };
		});
	},
});

/**
 * @param value text with ids or links, or a list of them
 * @returns the ids as strings, each once
 * @throws ParameterError when there is none, one is malformed, or one has lost its last digits as a number
 */
export function readVideoIds(value: unknown): string[] {
	const entries = (Array.isArray(value) ? value : [value]).flatMap((entry: unknown) => {
		if (typeof entry === 'number' && !Number.isSafeInteger(entry)) {
			throw new ParameterError(
				parameter,
				`‘${parameter}’ holds a number that has lost its last digits`,
				'Pass the ID as text: JavaScript rounds numbers of 19 digits. The TikTok nodes put out IDs as text.',
			);
		}
		return String(entry ?? '').split(/[\s,]+/);
	});
	const ids = entries.filter((entry) => entry !== '').map(readVideoId);
	if (ids.length === 0) {
		throw new ParameterError(
			parameter,
			`‘${parameter}’ is empty`,
			'Enter the ID or link of at least one video.',
		);
	}
	return [...new Set(ids)];
}

function readVideoId(entry: string): string {
	const id = /^\d{1,20}$/.test(entry)
		? entry
		: /\/(?:video|photo)\/(\d{1,20})(?:[/?#]|$)/.exec(entry)?.[1];
	if (id) return id;
	throw new ParameterError(
		parameter,
		`‘${parameter}’ holds ‘${entry.slice(0, 80)}’, which is no ID of a video`,
		'Enter the digits of the ID, or a link such as https://www.tiktok.com/@name/video/7678907398077074696. Short links (vm.tiktok.com) hold no ID: open them in a browser first.',
	);
}
