import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { showFor } from '../../../shared/fields/showFor';
import type { LedgerEntry } from '../../post/ledger';
import { isAiGenerated, isOn } from '../../post/fields/interactions';
import { photoFields, readPhotoSource, readPhotoTexts } from '../../post/fields/photos';
import { postOptions, readCompletion } from '../../post/fields/postOptions';
import { photoToolNotice } from '../../post/fields/toolNotice';
import { beginByPull } from '../../post/beginPost';
import { postItem } from '../../post/publish';
import type { Session } from '../../session';

export const description: INodeProperties[] = showFor(
	{ resource: ['photo'], operation: ['uploadDraft'] },
	[
		{
			displayName:
				'The draft arrives as a notification in the inbox of the TikTok app (version 31.8 or newer). Its owner taps it there, edits it and posts it. Works for every account, also before TikTok’s audit; five drafts can wait at a time.',
			name: 'photoDraftNotice',
			type: 'notice',
			default: '',
		},
		photoToolNotice,
		...photoFields,
		isAiGenerated,
		postOptions([], false),
	],
);

/** Title and description are carried into the app’s editor; privacy and the rest are chosen there (reference T§6). */
export async function execute(session: Session, itemIndex: number): Promise<IDataObject> {
	const { context } = session;
	const postInfo = readPhotoTexts(context, itemIndex);
	const body = {
		media_type: 'PHOTO',
		post_mode: 'MEDIA_UPLOAD',
		post_info: postInfo,
		source_info: readPhotoSource(context, itemIndex),
		is_aigc: isOn(context, isAiGenerated, itemIndex),
	};
	const completion = readCompletion(context, itemIndex);
	const requested = { ...postInfo, is_aigc: body.is_aigc, photos: body.source_info.photo_images };
	const begin = async (entry: LedgerEntry) =>
		await beginByPull(session, entry, endpoints.photoDraft, body);
	return await postItem(session, itemIndex, {
		media: 'photo',
		requested,
		content: body,
		completion,
		prepare: async () => ({ body, begin }),
	});
}
