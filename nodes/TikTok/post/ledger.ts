import { createHash } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { Lock } from '../../shared/async/lock';
import { Recent } from '../../shared/async/recent';
import { cancelSignalOf } from '../../shared/context';
import type { Claim } from './once';
import type { PostState } from './state';

/** The post of one item. */
export interface Post {
	/** The execution that it was entered for. */
	execution: string;
	state: PostState;
	/** The right to post it, where it has a Post Once Key. */
	claim?: Claim;
}

/** How many posts are remembered; those that were used longest ago go. */
const maxPosts = 5_000;

/** How often each execution runs the node at this moment. */
const underWay = new Map<string, number>();

/** By execution, node, run and item. A run may have more items than the bound: those of executions under way stay. */
const posts = new Recent<string, Post>(maxPosts, ({ execution }) => !underWay.has(execution));

/** By node and Post Once key: what this process knows of the post that holds the key. */
const holders = new Recent<string, Post>(maxPosts, (post) => !isAtWork(post));

/** An execution at work on a post. */
const atWork = new Lock<Post>();

/** Runs the node for an execution; as long as it runs, no post of the execution is forgotten. */
export async function inExecution<T>(
	context: IExecuteFunctions,
	work: () => Promise<T>,
): Promise<T> {
	const execution = context.getExecutionId();
	underWay.set(execution, (underWay.get(execution) ?? 0) + 1);
	try {
		return await work();
	} finally {
		const left = (underWay.get(execution) ?? 1) - 1;
		if (left > 0) underWay.set(execution, left);
		else underWay.delete(execution);
	}
}

/**
 * The post of an item, for as long as the execution lasts. n8n's Retry On Fail runs a node again with all its items: those
 * that are posted already must not be posted twice, and the one that broke off goes on where it was.
 *
 * @param content what is posted: it stands for the run where an AI agent calls the node as a tool, since n8n counts each
 * try of a tool as a run of its own
 * @returns the post; one that is not kept where the context belongs to no execution
 */
export function postOf(context: IExecuteFunctions, itemIndex: number, content: () => string): Post {
	const execution = context.getExecutionId();
	const key = itemKey(context, itemIndex, content);
	const post = posts.get(key) ?? { execution, state: { kind: 'new' } };
	if (execution) posts.set(key, post);
	return post;
}

/** From now on the item's post is another one, which an earlier execution has begun under the same Post Once key. */
export function linkItem(
	context: IExecuteFunctions,
	itemIndex: number,
	content: () => string,
	post: Post,
): void {
	const execution = context.getExecutionId();
	post.execution = execution;
	if (execution) posts.set(itemKey(context, itemIndex, content), post);
}

/** With the node's name: generated workflows may give two nodes the same id. */
function itemKey(context: IExecuteFunctions, itemIndex: number, content: () => string): string {
	const { id, name, type } = context.getNode();
	const run = type.endsWith('Tool')
		? createHash('sha256').update(content()).digest('hex')
		: String(context.evaluateExpression('{{ $runIndex }}', itemIndex));
	return JSON.stringify([context.getExecutionId(), id, name, run, itemIndex]);
}

/** Whether an execution of this process is at work on a post, or waits to be. */
export function isAtWork(post: Post): boolean {
	return atWork.isHeld(post);
}

/**
 * One at a time for a post: an agent may call its tool twice at once with the same post, and a retry may come while
 * another execution goes on with the upload.
 */
export async function inTurn<T>(
	context: IExecuteFunctions,
	post: Post,
	work: () => Promise<T>,
): Promise<T> {
	return await atWork.run(post, work, cancelSignalOf(context));
}

/** The post that holds a Post Once key, as far as this process knows it: of the same node, whose list of keys it shares. */
export function holderOf(context: IExecuteFunctions, digest: string): Post | undefined {
	return holders.get(keyInNode(context, digest));
}

/** Remembers who holds a Post Once key, so that a later execution can go on with the post. */
export function setHolder(context: IExecuteFunctions, digest: string, post: Post): void {
	holders.set(keyInNode(context, digest), post);
}

/** Leaves the key to n8n's store alone, unless another post holds it by now. */
export function forgetHolder(context: IExecuteFunctions, digest: string, post: Post): void {
	const key = keyInNode(context, digest);
	if (holders.get(key) === post) holders.delete(key);
}

const keyInNode = (context: IExecuteFunctions, digest: string) =>
	[context.getWorkflow().id, context.getNode().id, digest].join('/');
