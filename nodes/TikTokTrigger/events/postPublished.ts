import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INodeProperties, IPollFunctions } from 'n8n-workflow';

import { TikTokClient } from '../../shared/api/client';
import { listPage } from '../../shared/api/listVideos';
import { readNumber } from '../../shared/fields/numbers';
import { showFor } from '../../shared/fields/showFor';
import { simplify } from '../../shared/fields/simplify';
import { readSwitch } from '../../shared/fields/switches';
import { readLine } from '../../shared/fields/texts';
import type { Video } from '../../shared/api/schemas/video';
import type { FeedState } from '../cursor';
import { pollFeed, type ReadPage } from '../feed';
import { simplifyPost } from '../output';
import { deadlineOf } from '../pollTime';

const minDuration = 'Minimum Duration (Seconds)';

export const description: INodeProperties[] = showFor({ event: ['postPublished'] }, [
	{
		displayName:
			'Needs the permission ‘List Videos’, which is off at first: switch it on in the credential, if your TikTok app has the scope video.list, and connect again.',
		name: 'permissionNotice',
		type: 'notice',
		default: '',
	},
	simplify,
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			{
				displayName: 'Caption Contains',
				name: 'contains',
				type: 'string',
				default: '',
				placeholder: 'e.g. #recipe',
				description:
					'A text or hashtag that the caption must contain, upper or lower case. TikTok returns only the first 150 characters of a caption.',
			},
			{
				displayName: minDuration,
				name: 'minDuration',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description: 'The shortest duration that a video may have',
			},
			{
				displayName: 'Only AI-Generated',
				name: 'onlyAiGenerated',
				type: 'boolean',
				default: true,
				description: 'Whether to leave out posts without TikTok’s label for AI-generated content',
			},
		],
	},
]);

/** How many beginnings are kept in memory. */
const maxBeginnings = 100;

/**
 * How the polls of nodes began, until n8n has kept what they remember: where its cursors are durable, it drops that of the
 * poll at activation, and what is posted before the next one would count as old.
 */
const beginnings = new Map<string, FeedState>();

function rememberBeginning(key: string, state: FeedState): void {
	beginnings.set(key, state);
	const [oldest] = beginnings.keys();
	if (beginnings.size > maxBeginnings) beginnings.delete(oldest);
}

/**
 * One poll. What is remembered changes only after all reading has succeeded, in one step.
 *
 * @returns the new posts that pass the filters, oldest first
 */
export async function poll(context: IPollFunctions): Promise<IDataObject[]> {
	const passes = readFilters(context);
	const toOutput = readOutput(context);
	const deadline = deadlineOf(context);
	const client = new TikTokClient(context, deadline);
	const readPage: ReadPage = async (beforeMs) => await listPage(client, beforeMs);
	if (context.getMode() === 'manual') return [toOutput(await sample(context, readPage, passes))];

	const { openId } = await client.connection();
	const staticData = context.getWorkflowStaticData('node');
	const kept = staticData.feed as FeedState | undefined;
	const key = `${context.getWorkflow().id}/${context.getNode().id}`;
	const { fresh, next } = await pollFeed({
		state: kept ?? beginnings.get(key),
		account: openId,
		readPage,
		isTimeUp: () => Date.now() > deadline,
	});
	staticData.feed = next;
	if (kept) beginnings.delete(key);
	else if (!beginnings.has(key)) rememberBeginning(key, next);
	return fresh.filter(passes).map(toOutput);
}

/** The latest post, for building the workflow; nothing is remembered. */
async function sample(
	context: IPollFunctions,
	readPage: ReadPage,
	passes: (video: Video) => boolean,
): Promise<Video> {
	const { videos } = await readPage();
	const latest = videos.find(passes);
	if (latest) return latest;
	throw new NodeOperationError(
		context.getNode(),
		videos.length === 0
			? 'The connected TikTok account has no public video to show as a sample'
			: 'None of the account’s latest public videos passes the filters',
		{
			description:
				videos.length === 0
					? 'Post a video that everyone may watch on a public account and test again, or pin sample data. An active workflow starts with the first one all the same.'
					: 'Remove the filters for the test, or post a video that passes them. An active workflow starts with the first one that does.',
		},
	);
}

function readOutput(context: IPollFunctions): (video: Video) => IDataObject {
	const simple = readSwitch('Simplify', context.getNodeParameter('simple', true), true);
	return simple ? simplifyPost : (video) => video as IDataObject;
}

const minDurationRule = {
	must: 'a number of seconds, 0 or more',
	wayOut: 'Enter a number such as 15.',
	min: 0,
};

const containsRule = {
	must: 'text',
	wayOut: 'Enter the text or hashtag that captions must contain.',
};

/** @throws ParameterError when a filter cannot be used */
function readFilters(context: IPollFunctions): (video: Video) => boolean {
	const filters = context.getNodeParameter('filters', {}) as IDataObject;
	const text = readLine('Caption Contains', filters.contains, containsRule).toLowerCase();
	const onlyAi = readSwitch('Only AI-Generated', filters.onlyAiGenerated);
	const seconds = readNumber(minDuration, filters.minDuration, minDurationRule) ?? 0;
	return ({ title, video_description, is_aigc, duration }) =>
		(text === '' || [title, video_description].some((caption) => contains(caption, text))) &&
		(!onlyAi || is_aigc === true) &&
		Number(duration ?? 0) >= seconds;
}

/** A hashtag as a whole: #cat is not in #caterpillar. */
function contains(caption: unknown, text: string): boolean {
	const lower = typeof caption === 'string' ? caption.toLowerCase() : '';
	if (!/^#[^\s#]+$/.test(text)) return lower.includes(text);
	return lower.split(/(?=#)|\s/).includes(text);
}
