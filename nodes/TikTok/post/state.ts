import type { IDataObject } from 'n8n-workflow';

import { isUploadCode } from '../../shared/errors/codes';
import { ParameterError } from '../../shared/errors/parameterError';
import { TikTokError } from '../../shared/errors/tikTokError';
import { SourceUnavailableError } from '../upload/source';
import type { Transfer } from '../upload/transfer';
import type { HostedPhotos } from './photoHost';
import { TakenOverError } from './once';

/** What tells one file from another: its size in bytes, and a digest of what the header check has read. */
export interface FileIdentity {
	size: number;
	digest: string;
}

/** What is known of a post from its init on. */
export interface BegunPost {
	/** TikTok's name of the post, until it is public. */
	publishId: string;
	/** What was asked of TikTok, for the output. */
	requested: IDataObject;
	/** The creator's handle, where creator info was asked for. */
	username?: string;
	/** What the output says of a file that n8n sends. */
	media?: IDataObject;
	/** What TikTok has to judge, in short sentences. */
	warnings: string[];
	/** Where n8n lets TikTok fetch photos. */
	hosted?: HostedPhotos;
}

/** Begun at TikTok, bytes missing. Nothing appears before the last byte is there. */
export interface UploadingPost extends BegunPost, Transfer {
	kind: 'uploading';
	file: FileIdentity;
}

/** Nothing is left to be sent: only the verdict is open. */
export interface SubmittedPost extends BegunPost {
	kind: 'submitted';
	/** What TikTok calls the post before anyone has asked. */
	status: 'PROCESSING_UPLOAD' | 'PROCESSING_DOWNLOAD';
	/** Size of the file that n8n has sent, in bytes. */
	videoSize?: number;
	/** Whether TikTok surely has everything: not where the answer to the last bytes was lost, and nobody knows what became of them. */
	isAllSent: boolean;
}

/** How a post ended: what the item puts out, or stops with, each time it is asked for again. */
export type Ending = { output: IDataObject } | { error: unknown };

/** What a post can be. */
export type PostState =
	| { kind: 'new' }
	| UploadingPost
	| SubmittedPost
	/** The init has no answer that can be read, and may have started the post: it is never sent again. */
	| { kind: 'unknown'; error: unknown }
	| { kind: 'final'; ending: Ending };

/** What a failure says about the post, whatever it is made of. */
export type FailureKind =
	/** A check of ours, or TikTok's refusal of the init. */
	| 'refused'
	/** The init has no answer that can be read. */
	| 'init outcome unknown'
	/** A call about the post got no usable answer, or a refusal that is about the call. */
	| 'call'
	/** The file is gone, or another one. */
	| 'file unusable'
	/** The file cannot be read for a passing reason. */
	| 'file out of reach'
	/** The upload server did not take a part. */
	| 'upload broke off'
	/** The upload is no longer there, or can no longer be finished. */
	| 'upload gone'
	/** The same, and its last bytes may have arrived. */
	| 'upload outcome unknown'
	/** TikTok did not publish it, for a reason that may not come again. */
	| 'given up, may pass'
	/** TikTok did not publish it, for a reason that stays. */
	| 'given up for good'
	/** Another run has the right to post under the key. */
	| 'taken over'
	/** The execution was cancelled, or something unforeseen. */
	| 'other';

const goneCodes = ['upload_expired', 'upload_unknown', 'upload_too_slow'];

/** @param isBegun whether TikTok has given the post a publish id: before, each refusal is one of the post as a whole */
export function failureKind(error: unknown, isBegun: boolean): FailureKind {
	if (error instanceof TakenOverError) return 'taken over';
	if (error instanceof SourceUnavailableError) return isBegun ? 'file out of reach' : 'refused';
	if (error instanceof ParameterError) return isBegun ? 'file unusable' : 'refused';
	if (!(error instanceof TikTokError)) return 'other';
	if (error.facts.isFailReason)
		return error.explanation.retry === 'retry' ? 'given up, may pass' : 'given up for good';
	if (error.code === 'outcome_unknown') return 'init outcome unknown';
	if (error.code === 'upload_outcome_unknown') return 'upload outcome unknown';
	if (goneCodes.includes(error.code)) return 'upload gone';
	if (isUploadCode(error.code)) return 'upload broke off';
	return isBegun ? 'call' : 'refused';
}

/** What a failure makes of a post, and of its Post Once key. */
export interface Consequence {
	/** `same`: it goes on where it is. `ended`: it puts out, or stops with, the same from now on. */
	state: 'same' | 'new' | 'submitted' | 'unknown' | 'ended';
	/** `released`: the key is free, since the post surely does not exist. `left`: to the run that has taken it over. */
	key: 'kept' | 'released' | 'left';
}

const goOn: Consequence = { state: 'same', key: 'kept' };
const anew: Consequence = { state: 'new', key: 'released' };

/**
 * What follows from a failure. In doubt the key is kept and nothing is begun again: a second post is worse than none.
 *
 * @param mayHaveArrived whether the last bytes may have reached TikTok
 */
export function afterFailure(
	state: PostState['kind'],
	failure: FailureKind,
	mayHaveArrived: boolean,
): Consequence {
	if (state === 'unknown' || state === 'final') return goOn;
	if (failure === 'taken over') return { state: 'ended', key: 'left' };
	if (failure === 'given up, may pass') return anew;
	if (failure === 'given up for good') return { state: 'ended', key: 'released' };
	switch (state) {
		case 'new':
			return failure === 'init outcome unknown' ? { state: 'unknown', key: 'kept' } : anew;
		case 'uploading':
			if (failure === 'upload outcome unknown') return { state: 'submitted', key: 'kept' };
			if (failure !== 'upload gone' && failure !== 'file unusable') return goOn;
			return mayHaveArrived ? goOn : anew;
		case 'submitted':
			return goOn;
	}
}

/** What a later run with the same Post Once key does with a post that this process knows. */
export type TakeUp =
	/** Nothing is sent: the item passes through with what is known. */
	| 'skip'
	/** TikTok is asked once what became of it. */
	| 'ask'
	/** The same upload goes on. */
	| 'go on'
	/** The upload is left as it is, a shell that never becomes a post, and the post is begun again under the same right. */
	| 'begin anew'
	/** The key is free. */
	| 'post';

/** How a known post and the item that asks for it stand to each other. */
export interface Relation {
	/** Whether another execution is at work on the post. */
	isAtWork: boolean;
	/** Whether the last bytes may have reached TikTok. */
	mayHaveArrived: boolean;
	/** Whether the upload URL has expired. */
	isExpired: boolean;
	/** Whether the same is asked for: caption, privacy level and all other settings. */
	isSame: boolean;
}

/** What a later run may take up. */
export function takeUp(
	state: PostState['kind'],
	{ isAtWork, mayHaveArrived, isExpired, isSame }: Relation,
): TakeUp {
	switch (state) {
		case 'new':
			return isAtWork ? 'skip' : 'post';
		case 'uploading':
			if (isAtWork) return 'skip';
			return mayHaveArrived || (isSame && !isExpired) ? 'go on' : 'begin anew';
		case 'submitted':
		case 'final':
			return 'ask';
		case 'unknown':
			return 'skip';
	}
}
