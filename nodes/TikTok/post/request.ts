import { createHash } from 'node:crypto';

import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Wishes } from './fields/creatorRules';
import type { BinaryField } from './fields/photoFiles';
import type { Completion } from './fields/postOptions';
import type { PostSource } from './fields/postSource';

/** A post that an operation asks for, as data: its parameters have passed their checks. */
export interface PostRequest {
	media: 'video' | 'photo';
	source: PostSource;
	/** The init's body, apart from `source_info`. */
	body: IDataObject;
	/** What the creator's settings have to allow; absent for drafts, whose owner decides in the app. */
	wishes?: Wishes;
	/** What was asked of TikTok, for the output. */
	requested: IDataObject;
	completion: Completion;
	/** The moment of the video that becomes its cover, in ms. */
	coverFrameMs?: number;
	/** What to know of its parameters, in short sentences for the output. */
	warnings: string[];
}

/** What tells a post from other ones of the same node. The file is not opened. */
export function contentOf(
	context: IExecuteFunctions,
	itemIndex: number,
	{ body, source, completion }: PostRequest,
): string {
	return JSON.stringify([body, sourceIdentity(context, itemIndex, source), completion.postOnceKey]);
}

function sourceIdentity(
	context: IExecuteFunctions,
	itemIndex: number,
	source: PostSource,
): IDataObject {
	if (source.kind === 'pull') {
		const { sourceInfo, photos } = source;
		if (photos?.kind !== 'files') return sourceInfo;
		// Never the addresses that they get: those are others each time.
		const files = photos.fields.map((field) => fileIdentity(context, itemIndex, field));
		return { ...sourceInfo, files };
	}
	if (source.kind === 'link') return { url: source.url };
	return fileIdentity(context, itemIndex, source.field);
}

function fileIdentity(
	context: IExecuteFunctions,
	itemIndex: number,
	field: BinaryField,
): IDataObject {
	const file =
		typeof field === 'string' ? context.getInputData()[itemIndex]?.binary?.[field] : field;
	// A file in n8n's memory has no id.
	const { data = '', fileName = '', fileSize = '' } = file ?? {};
	const id = file?.id ?? createHash('sha256').update(data).digest('hex');
	return { id, fileName, fileSize };
}
