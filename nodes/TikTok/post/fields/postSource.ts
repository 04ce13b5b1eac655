import type { IDataObject } from 'n8n-workflow';

import type { Endpoint } from '../../../shared/api/endpoints';
import type { pullInitSchema, uploadInitSchema } from '../../../shared/api/schemas/publish';
import type { BinaryField } from './photoFiles';

/** The call that begins a post whose file n8n sends. */
export type UploadInit = Endpoint<typeof uploadInitSchema>;

/** The call that begins a post whose media TikTok downloads. */
export type PullInit = Endpoint<typeof pullInitSchema>;

/** A file that n8n sends. */
export type FileSource =
	/** In a binary field of the item: the field by its name, or the binary itself as newer n8n passes it. */
	| { kind: 'binary'; field: BinaryField; init: UploadInit }
	/** Behind a web address. */
	| { kind: 'link'; url: string; init: UploadInit };

/** The photos of a post, in their order. */
export type Photos =
	| { kind: 'urls'; urls: string[] }
	/** Files of the item, which n8n lets TikTok fetch: `sourceInfo` names them until they get addresses. */
	| { kind: 'files'; fields: BinaryField[] };

/** Where a post's media come from, and the call that begins it. */
export type PostSource =
	| FileSource
	/** TikTok downloads the media: the init itself starts the post. */
	| {
			kind: 'pull';
			sourceInfo: IDataObject;
			init: PullInit;
			/** Where it is photos. */
			photos?: Photos;
	  };
