import { NodeOperationError } from 'n8n-workflow';
import type { IDataObject, INodeProperties, IPollFunctions } from 'n8n-workflow';

import { rethrow } from '../../shared/errors/rethrow';
import { TikTokClient } from '../../shared/api/client';
import { endpoints } from '../../shared/api/endpoints';
import { ParameterError } from '../../shared/errors/parameterError';
import { TikTokError } from '../../shared/errors/tikTokError';
import { readNumber } from '../../shared/fields/numbers';
import { readPublishIds } from '../../shared/fields/publishIds';
import { showFor } from '../../shared/fields/showFor';
import { readSwitch } from '../../shared/fields/switches';
import { askStatus } from '../../shared/api/status';
import { mediaOf, verdictOf, type PostContext } from '../../shared/api/verdict';
import type { PublishStatus } from '../../shared/api/schemas/publish';
import { expiredPost, postStatus, refusedId } from '../output';
import { deadlineOf } from '../pollTime';

const idsParameter = 'Publish IDs';
const hoursParameter = 'Stop Watching After (Hours)';

/** How many ids at most, which bounds what is remembered to 18 kB. */
const maxIds = 200;

/** Status calls of one poll: TikTok allows 30 a minute (https://developers.tiktok.com/docs/en/tiktok-api-v2-rate-limit), of which some are left to other nodes. */
const callsPerPoll = 20;

/** How long TikTok may not know the id of a post that has just begun, in ms: one other client reports that it happens. */
const unknownForMs = 2 * 60_000;

/** Refusals that concern one id and stay. */
const refusalsOfId = [
	'invalid_publish_id',
	'token_not_authorized_for_specified_publish_id',
	'invalid_params',
	'invalid_param',
];

const hourMs = 3_600_000;

/** Whether the next id would meet the same failure. */
const isOfTheAccount = ({ facts }: TikTokError) => [401, 403, 429].includes(facts.httpStatus ?? 0);

export const description: INodeProperties[] = showFor({ event: ['publishFinished'] }, [
	{
		displayName: idsParameter,
		name: 'publishIds',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. v_pub_file~v2-1.7602997070760331285',
		hint: 'To wait within the workflow that makes the post, use the TikTok node instead: Publish → Wait for Completion',
		description:
			'The publish_id of each post to watch, from the output of Direct Post or Upload Draft: one or many (200 at most), separated by commas or line breaks, or an expression that gives a list',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: hoursParameter,
				name: 'watchHours',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 720 },
				default: 24,
				description:
					'How long each ID is watched at most. After that, the trigger reports once how far the post has got.',
			},
			{
				displayName: 'Wait for the Link',
				name: 'untilPublic',
				type: 'boolean',
				default: true,
				description:
					'Whether to start the workflow only when TikTok’s moderation has let the post through and its ID and link are known; for a draft, when it was posted in the TikTok app. Use it only for posts that everyone may watch: other posts get no public ID.',
			},
			{
				displayName: 'Wait Until Drafts Are Posted',
				name: 'untilPosted',
				type: 'boolean',
				default: true,
				description:
					'Whether to go on watching a draft in the inbox until its owner has posted it in the TikTok app',
			},
		],
	},
]);

/** What a node remembers of a publish id. */
interface Watched {
	/** When it was seen first, by n8n's clock, in ms since the epoch. */
	since: number;
	/** Whether its end was put out. The name is stored in n8n's database. */
	told: boolean;
}

/** Plain JSON, in the order in which the ids are asked about next; ids that are not on the list any more are forgotten. */
type Watching = Record<string, Watched>;

/**
 * One poll: asks about ids whose end was not put out yet, those first that were asked about longest ago. A failure of one
 * does not hold the others back: it is thrown when there is nothing to put out, and comes again.
 *
 * @returns one output for each post that has come to its end
 * @throws TikTokError when TikTok gives no status and there is nothing to put out
 */
export async function poll(context: IPollFunctions): Promise<IDataObject[]> {
	const ids = readIds(context.getNodeParameter('publishIds', ''));
	const options = readOptions(context);
	const deadline = deadlineOf(context);
	const client = new TikTokClient(context, deadline);
	const link = linkOf(client);
	if (context.getMode() === 'manual') return [await sample(context, client, link, ids)];

	const staticData = context.getWorkflowStaticData('node');
	const watching = watchingOf((staticData.publishes ?? {}) as unknown as Watching, ids);
	const pending = Object.keys(watching).filter((id) => !watching[id].told);
	const output: IDataObject[] = [];
	let failure: TikTokError | undefined;
	for (const id of pending.slice(0, callsPerPoll)) {
		if (Date.now() > deadline) break;
		const age = Date.now() - watching[id].since;
		const answer = await askStatus(client, id);
		const end =
			answer instanceof TikTokError
				? endOfRefused(id, answer, age, options)
				: await endOf(id, answer, age, options, link);
		// Last in the order from now on.
		const { since } = watching[id];
		delete watching[id];
		watching[id] = { since, told: end !== undefined };
		if (end) output.push(end);
		else if (answer instanceof TikTokError && !refusalsOfId.includes(answer.code)) {
			failure = answer;
			if (isOfTheAccount(answer)) break;
		}
	}
	staticData.publishes = watching;
	if (failure && output.length === 0) throw failure;
	return output;
}

/** The list's ids with what was remembered of them, in the order of asking; new ones come first. */
function watchingOf(before: Watching, ids: string[]): Watching {
	const since = Date.now();
	const known = Object.entries(before).filter(([id]) => ids.includes(id));
	const added = ids
		.filter((id) => !Object.hasOwn(before, id))
		.map((id): [string, Watched] => [id, { since, told: false }]);
	return Object.fromEntries([
		...added,
		...known.map(([id, watched]): [string, Watched] => [id, { ...watched }]),
	]);
}

/** @returns the output when the post is at its end, or is not watched any longer */
async function endOf(
	id: string,
	status: PublishStatus,
	age: number,
	{ hours, untilPublic, untilPosted }: Options,
	link: Link,
): Promise<IDataObject | undefined> {
	const verdict = verdictOf(status.status);
	const waits =
		verdict === 'processing' ||
		(verdict === 'published' && untilPublic && status.publicaly_available_post_id.length === 0) ||
		(verdict === 'in_inbox' && (untilPosted || untilPublic));
	if (!waits) return postStatus(await link(id, status), status);
	return age < hours * hourMs ? undefined : expiredPost(await link(id, status), status, hours);
}

/** @returns the output that explains why TikTok gives no status of this id; undefined when it may still do so */
function endOfRefused(
	id: string,
	failure: TikTokError,
	age: number,
	{ hours }: Options,
): IDataObject | undefined {
	const { code } = failure;
	if (!refusalsOfId.includes(code)) {
		const isOver = age >= hours * hourMs && !isOfTheAccount(failure);
		return isOver ? { ...refusedId(id, failure), is_final: false } : undefined;
	}
	return code === 'invalid_publish_id' && age < unknownForMs ? undefined : refusedId(id, failure);
}

type Link = (publishId: string, status: PublishStatus) => Promise<PostContext>;

/** What the link of a post needs: the creator's handle, asked for once a poll; a refusal does not sink the status. */
function linkOf(client: TikTokClient): Link {
	let username: Promise<string | undefined> | undefined;
	return async (publishId, status) => {
		const post = { publishId, media: mediaOf(publishId) };
		if (status.publicaly_available_post_id.length === 0) return post;
		return { ...post, username: await (username ??= askUsername(client)) };
	};
}

async function askUsername(client: TikTokClient): Promise<string | undefined> {
	try {
		return (await client.call(endpoints.creatorInfo)).creator_username ?? undefined;
	} catch (error) {
		if (!(error instanceof TikTokError)) return rethrow(error);
		return undefined;
	}
}

/** How the first post stands now, for building the workflow; nothing is remembered. */
async function sample(
	context: IPollFunctions,
	client: TikTokClient,
	link: Link,
	[id]: string[],
): Promise<IDataObject> {
	if (id === undefined) {
		throw new NodeOperationError(context.getNode(), `‘${idsParameter}’ is empty`, {
			description:
				'Enter the publish_id from the output of Direct Post or Upload Draft, or an expression that gives one.',
		});
	}
	const status = await askStatus(client, id);
	if (status instanceof TikTokError) throw status;
	return postStatus(await link(id, status), status);
}

/** @throws ParameterError when one cannot be a publish id, or there are too many */
function readIds(value: unknown): string[] {
	const ids = readPublishIds(idsParameter, value, 'publish IDs');
	if (ids.length <= maxIds) return ids;
	throw new ParameterError(
		idsParameter,
		`‘${idsParameter}’ contains ${ids.length} IDs, and at most ${maxIds} can be watched`,
		'Remove the IDs of posts that are finished, or split the list between several triggers.',
	);
}

interface Options {
	hours: number;
	untilPublic: boolean;
	untilPosted: boolean;
}

function readOptions(context: IPollFunctions): Options {
	const options = context.getNodeParameter('options', {}) as IDataObject;
	const rule = {
		must: 'a number of hours, more than 0',
		wayOut: 'Enter a number from 1 to 720.',
		min: Number.MIN_VALUE,
	};
	const hours = readNumber(hoursParameter, options.watchHours, rule) ?? 24;
	return {
		hours,
		untilPublic: readSwitch('Wait for the Link', options.untilPublic),
		untilPosted: readSwitch('Wait Until Drafts Are Posted', options.untilPosted),
	};
}
