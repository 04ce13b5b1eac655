import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { showFor } from '../../../shared/fields/showFor';
import type { LedgerEntry } from '../../post/ledger';
import {
	commercialContentFields,
	readCommercialContent,
} from '../../post/fields/commercialContent';
import { checkedCreator } from '../../post/fields/creatorRules';
import { allowComment, isAiGenerated, isOn } from '../../post/fields/interactions';
import { photoFields, readPhotoSource, readPhotoTexts } from '../../post/fields/photos';
import { postOptions, readCompletion } from '../../post/fields/postOptions';
import { privacyLevelField, readPrivacyLevel } from '../../post/fields/privacyLevel';
import { photoToolNotice } from '../../post/fields/toolNotice';
import { beginByPull } from '../../post/beginPost';
import { postItem } from '../../post/publish';
import type { Session } from '../../session';

const autoAddMusic: INodeProperties = {
	displayName: 'Add Music Automatically',
	name: 'autoAddMusic',
	type: 'boolean',
	default: false,
	description: 'Whether TikTok adds recommended music; it can be changed later in the app',
};

export const description: INodeProperties[] = showFor(
	{ resource: ['photo'], operation: ['directPost'] },
	[
		photoToolNotice,
		...photoFields,
		privacyLevelField,
		isAiGenerated,
		allowComment,
		autoAddMusic,
		...commercialContentFields,
		postOptions(),
	],
);

/** Every check comes before anything is sent. The init itself starts the post: its answer lost means unknown (design §6). */
export async function execute(session: Session, itemIndex: number): Promise<IDataObject> {
	const { context } = session;
	const privacyLevel = readPrivacyLevel(context, itemIndex);
	const allowsComment = isOn(context, allowComment, itemIndex);
	const postInfo = {
		...readPhotoTexts(context, itemIndex),
		privacy_level: privacyLevel,
		disable_comment: !allowsComment,
		auto_add_music: isOn(context, autoAddMusic, itemIndex),
		...readCommercialContent(context, itemIndex, privacyLevel),
	};
	const body = {
		media_type: 'PHOTO',
		post_mode: 'DIRECT_POST',
		post_info: postInfo,
		source_info: readPhotoSource(context, itemIndex),
		// Beside post_info, unlike in a video's init (reference T§6).
		is_aigc: isOn(context, isAiGenerated, itemIndex),
	};
	const completion = readCompletion(context, itemIndex);
	const requested = { ...postInfo, is_aigc: body.is_aigc, photos: body.source_info.photo_images };
	const begin = async (entry: LedgerEntry) =>
		await beginByPull(session, entry, endpoints.photoDirectPost, body);
	return await postItem(session, itemIndex, {
		media: 'photo',
		requested,
		content: body,
		completion,
		async prepare() {
			const creator = await checkedCreator(session, { privacyLevel, allowComment: allowsComment });
			return { body, username: creator.creator_username ?? undefined, begin };
		},
	});
}
