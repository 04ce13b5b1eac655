import type { IBinaryData, IDataObject } from 'n8n-workflow';

import type { Endpoint } from '../../../shared/api/endpoints';
import type { pullInitSchema, uploadInitSchema } from '../../../shared/api/schemas/publish';

/** The call that begins a post whose file n8n sends. */
export type UploadInit = Endpoint<typeof uploadInitSchema>;

/** The call that begins a post whose media TikTok downloads. */
export type PullInit = Endpoint<typeof pullInitSchema>;

/** A file that n8n sends. */
export type FileSource =
	/** In a binary field of the item: the field by its name, or the binary itself as newer n8n passes it. */
	| { kind: 'binary'; field: string | IBinaryData; init: UploadInit }
	/** Behind a web address. */
	| { kind: 'link'; url: string; init: UploadInit };

/** Where a post's media come from, and the call that begins it. */
export type PostSource =
	| FileSource
	/** TikTok downloads the media: the init itself starts the post. */
	| {
			kind: 'pull';
			sourceInfo: IDataObject;
			init: PullInit;
			/** The addresses of the photos in their order, where it is photos. */
			photos?: string[];
	  };
