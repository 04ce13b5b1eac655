import { createHash } from 'node:crypto';

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { TikTokError } from '../../shared/errors/tikTokError';
import type { ChunkPlan } from '../upload/chunkPlan';
import type { Claim } from './once';

/** What is known of a post that was begun. */
export interface BegunPost {
	publishId: string;
	/** What TikTok calls it before anyone has asked. */
	status: 'PROCESSING_UPLOAD' | 'PROCESSING_DOWNLOAD';
	/** Where the bytes go, for an upload: kept in memory only, so that it can be taken up again. */
	upload?: {
		url: string;
		expiresAt: number;
		plan: ChunkPlan;
		complete: boolean;
		uploadedBytes: number;
	};
}

/** The post of one item. */
export interface LedgerEntry {
	/** Set while an execution is at work on it; ends when the next one may be. */
	atWork?: Promise<void>;
	/** The right to post it, where it has a Post Once key. */
	claim?: Claim;
	/** Set once TikTok has given a publish id: from then on it is the post. */
	begun?: BegunPost;
	/** What was asked of TikTok when it was begun. */
	requested?: IDataObject;
	/** The creator's handle, where creator info was asked for. */
	username?: string;
	/** What the output says of the file. */
	file?: IDataObject;
	/** Set when it is not known whether TikTok has begun the post: nothing is sent again. */
	unknown?: TikTokError;
	/** Set once the post is final: what the item put out. */
	output?: IDataObject;
}

/** How many posts are remembered; the oldest go first. */
const remembered = 5_000;

/** By execution, node, run and item; by node and Post Once key. In this process only. */
const entries = new Map<string, LedgerEntry>();

/**
 * The post of an item, for as long as the execution lasts. n8n's Retry On Fail runs a node again with all its items: those
 * that are posted already must not be posted twice, and the one that broke off goes on where it was (design §6).
 *
 * @param content what is posted: it stands for the run where an AI agent calls the node as a tool, since n8n counts each
 * try of a tool as a run of its own
 * @returns the entry; one that is not kept where the context belongs to no execution
 */
export function ledgerEntry(
	context: IExecuteFunctions,
	itemIndex: number,
	content: string,
): LedgerEntry {
	const execution = context.getExecutionId();
	if (!execution) return {};
	const { id, type } = context.getNode();
	const run = type.endsWith('Tool')
		? createHash('sha256').update(content).digest('hex')
		: String(context.evaluateExpression('{{ $runIndex }}', itemIndex));
	const key = [execution, id, run, itemIndex].join('/');
	const entry = entries.get(key) ?? {};
	remember(key, entry);
	return entry;
}

/** The post under a Post Once key, as far as this process knows it: of the same node, whose memory of keys it shares. */
export function entryOfKey(context: IExecuteFunctions, digest: string): LedgerEntry | undefined {
	return entries.get(keyInNode(context, digest));
}

/** Remembers the post under its Post Once key, so that a later execution can go on with it. */
export function rememberKey(context: IExecuteFunctions, digest: string, entry: LedgerEntry): void {
	remember(keyInNode(context, digest), entry);
}

/** Leaves the key to n8n's store alone. */
export function forgetEntryOfKey(context: IExecuteFunctions, digest: string): void {
	entries.delete(keyInNode(context, digest));
}

const keyInNode = (context: IExecuteFunctions, digest: string) =>
	[context.getWorkflow().id, context.getNode().id, digest].join('/');

function remember(key: string, entry: LedgerEntry): void {
	entries.delete(key);
	entries.set(key, entry);
	const [oldest] = entries.keys();
	if (entries.size > remembered) entries.delete(oldest);
}
