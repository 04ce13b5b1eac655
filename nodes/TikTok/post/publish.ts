import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { publishFailure } from '../../shared/api/status';
import type { PostOutput } from '../../shared/api/verdict';
import { rethrow } from '../../shared/errors/rethrow';
import type { Session } from '../session';
import { begin } from './begin';
import { checkPost, openVideoOnce, type ItemRun } from './check';
import { checkPhotoFiles } from './checkPhotoFiles';
import { lookUp, recall } from './known';
import {
	forgetHolder,
	holderOf,
	inTurn,
	isAtWork,
	linkItem,
	postOf,
	setHolder,
	type Post,
} from './ledger';
import { claim, digestOf, forget, release, TakenOverError } from './once';
import { skipped, validated } from './output';
import { contentOf, type PostRequest } from './request';
import { resume, send, submittedFrom } from './send';
import { settle } from './settle';
import {
	afterFailure,
	failureKind,
	takeUp,
	type Ending,
	type PostState,
	type UploadingPost,
} from './state';

/**
 * Checks what an item's post needs from n8n alone, before the first item of the run is posted: the files in its binary
 * fields. Not those of an item that is posted already, or may be: it is not needed any more.
 *
 * @throws ParameterError when there is no usable video, or a photo that TikTok surely refuses
 */
export async function checkFiles(
	session: Session,
	itemIndex: number,
	request: PostRequest,
): Promise<void> {
	const { source, completion } = request;
	const photos = source.kind === 'pull' && source.photos?.kind === 'files' && source.photos;
	if (completion.postOnceKey !== '' || !(source.kind === 'binary' || photos)) return;
	const { context } = session;
	const { state } = postOf(context, itemIndex, () => contentOf(context, itemIndex, request));
	if (state.kind !== 'new') return;
	if (photos) {
		await checkPhotoFiles(context, itemIndex, photos.fields);
		return;
	}
	const { source: file } = await openVideoOnce({ session, itemIndex, request });
	file.close();
}

/**
 * Posts an item once. Within an execution, n8n's Retry On Fail included: an item that is final puts out what
 * it put out before, one that was begun goes on, one whose fate is unknown stays so. With a Post Once key also across
 * executions and crashes.
 */
export async function publish(
	session: Session,
	itemIndex: number,
	request: PostRequest,
): Promise<IDataObject> {
	const run: ItemRun = { session, itemIndex, request };
	try {
		if (request.completion.validateOnly) {
			return validated(await checkPost(run));
		}
		const { context } = session;
		const post = postOf(context, itemIndex, () => contentOf(context, itemIndex, request));
		return await inTurn(context, post, async () => await publishUnderKey(run, post));
	} finally {
		run.video?.source.close();
	}
}

async function publishUnderKey(run: ItemRun, own: Post): Promise<IDataObject> {
	const { session, request } = run;
	const { context } = session;
	const { postOnceKey, forgetKey } = request.completion;
	const isOver = own.state.kind === 'final' || own.state.kind === 'unknown';
	if (postOnceKey === '' || own.claim || isOver) return await goOn(run, own);
	const digest = digestOf(postOnceKey, await session.client.account());
	if (forgetKey) await forgetOnce(context, digest);
	const holder = holderOf(context, digest);
	const output = holder && holder !== own ? await afterHolder(run, holder, digest) : undefined;
	if (output) return output;
	return (await claimFor(context, own, digest))
		? await goOn(run, own)
		: skipped(postOnceKey, 'unknownHere');
}

/** Forgets a key, once in an execution: two items with the same key are one post all the same. */
async function forgetOnce(context: IExecuteFunctions, digest: string): Promise<void> {
	const holder = holderOf(context, digest);
	if (holder?.execution === context.getExecutionId()) return;
	await forget(context, digest);
	if (!holder) return;
	// The right that it had is gone: what it would give back belongs to another post by then.
	holder.claim = undefined;
	forgetHolder(context, digest, holder);
}

/** @returns whether the post has the right to its Post Once key now */
async function claimFor(context: IExecuteFunctions, post: Post, digest: string): Promise<boolean> {
	// Before anything is awaited: another execution of this process must not take it, which is at work, for a run that died.
	setHolder(context, digest, post);
	try {
		post.claim = await claim(context, digest);
	} finally {
		if (!post.claim) forgetHolder(context, digest, post);
	}
	return post.claim !== undefined;
}

/**
 * What an item does whose key another post of this process holds ({@link takeUp}).
 *
 * @returns the item's output; undefined where the key is free
 */
async function afterHolder(
	run: ItemRun,
	holder: Post,
	digest: string,
): Promise<IDataObject | undefined> {
	const { context } = run.session;
	if (isAtWork(holder)) return await takeUpFrom(run, holder, digest, true);
	return await inTurn(context, holder, async () => await takeUpFrom(run, holder, digest, false));
}

async function takeUpFrom(
	run: ItemRun,
	holder: Post,
	digest: string,
	isAtWork: boolean,
): Promise<IDataObject | undefined> {
	const { session, itemIndex, request } = run;
	const { context } = session;
	const { postOnceKey } = request.completion;
	const { state } = holder;
	const relation = { isAtWork, ...relationOf(state, request) };
	const goOnWith = async (next: PostState) => {
		holder.state = next;
		linkItem(context, itemIndex, () => contentOf(context, itemIndex, request), holder);
		return await goOn(run, holder);
	};
	switch (takeUp(state.kind, relation)) {
		case 'skip': {
			const { reason, output } = recall(state);
			return skipped(postOnceKey, reason, output);
		}
		case 'ask': {
			const { reason, output } = await lookUp(session, request, state);
			if (reason !== 'failed' || isAtWork) return skipped(postOnceKey, reason, output);
			await releaseKey(context, holder);
			return undefined;
		}
		case 'go on':
			return await goOnWith(state);
		case 'begin anew':
			return await goOnWith({ kind: 'new' });
		case 'post':
			forgetHolder(context, digest, holder);
			return undefined;
	}
}

function relationOf(state: PostState, { requested, source }: PostRequest) {
	const { mayHaveArrived = false, expiresAt = Infinity } =
		state.kind === 'uploading' ? state : ({} as Partial<UploadingPost>);
	const isSame =
		source.kind !== 'pull' &&
		'requested' in state &&
		JSON.stringify(state.requested) === JSON.stringify(requested);
	return { mayHaveArrived, isExpired: Date.now() > expiresAt, isSame };
}

/** Takes the post through its states, and draws the consequence where that does not go well. */
async function goOn(run: ItemRun, post: Post): Promise<IDataObject> {
	try {
		return await throughStates(run, post);
	} catch (error) {
		if (!(error instanceof TakenOverError)) {
			await drawConsequence(run, post, error, { error });
			return rethrow(error);
		}
		const output = skipped(run.request.completion.postOnceKey, 'takenOver');
		await drawConsequence(run, post, error, { output });
		return output;
	}
}

/** Begin, send, settle: a post that is there already goes on where it is. */
async function throughStates(run: ItemRun, post: Post): Promise<IDataObject> {
	if (post.state.kind === 'uploading') post.state = await resume(run.session, post.state);
	for (;;) {
		const { state } = post;
		switch (state.kind) {
			case 'new':
				post.state = await begin(run, post);
				break;
			case 'uploading':
				post.state = await send(run, post, state);
				break;
			case 'submitted': {
				const output = await settle(run, state);
				await noteVerdict(run, post, output);
				return output;
			}
			case 'unknown':
				throw state.error;
			case 'final':
				if ('error' in state.ending) throw state.ending.error;
				return { ...state.ending.output };
		}
	}
}

async function noteVerdict(run: ItemRun, post: Post, output: PostOutput): Promise<void> {
	const { verdict, publish_id: publishId, fail_reason } = output;
	if (verdict === 'failed')
		await drawConsequence(run, post, publishFailure(publishId, { fail_reason }), { output });
	else if (verdict !== 'processing') post.state = { kind: 'final', ending: { output } };
}

/** Does with the post and its key what {@link afterFailure} says. */
async function drawConsequence(
	{ session: { context } }: ItemRun,
	post: Post,
	error: unknown,
	ending: Ending,
): Promise<void> {
	const { state } = post;
	const mayHaveArrived = state.kind === 'uploading' && state.mayHaveArrived;
	const kind = failureKind(error, 'publishId' in state);
	const consequence = afterFailure(state.kind, kind, mayHaveArrived);
	if (consequence.state === 'new') post.state = { kind: 'new' };
	if (consequence.state === 'submitted' && state.kind === 'uploading')
		post.state = submittedFrom(state, false);
	if (consequence.state === 'unknown' && 'error' in ending)
		post.state = { kind: 'unknown', error: ending.error };
	if (consequence.state === 'ended') post.state = { kind: 'final', ending };
	if (consequence.key === 'released') await releaseKey(context, post);
	if (consequence.key === 'left' && post.claim) {
		// The other run knows more; this process asks n8n's store again.
		forgetHolder(context, post.claim.digest, post);
		post.claim = undefined;
	}
}

/** Gives the key back: the post surely does not exist, and cannot come about. */
async function releaseKey(context: IExecuteFunctions, post: Post): Promise<void> {
	const { claim: held } = post;
	if (!held) return;
	post.claim = undefined;
	forgetHolder(context, held.digest, post);
	// What became of the post is more to the user than what became of its key.
	await release(context, held).catch(({ message }: Error) =>
		context.logger.warn(`TikTok: n8n’s store did not give a ‘Post Once Key’ back: ${message}`),
	);
}
