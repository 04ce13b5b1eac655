import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { showFor } from '../../../shared/fields/showFor';
import { postOptions, readCompletion } from '../../post/fields/postOptions';
import { beginVideo, draftInit, sourceInfo } from '../../post/beginPost';
import { mediaOutput, openVideo } from '../../post/openVideo';
import { postItem } from '../../post/publish';
import type { Session } from '../../session';
import { videoIdentity } from '../../post/fields/videoSource';

const forDrafts = { resource: ['video'], operation: ['uploadDraft'] };

/** Above the file: that there is no caption is the first thing people look for. */
export const draftNotice: INodeProperties[] = showFor(forDrafts, [
	{
		displayName:
			'The draft arrives as a notification in the inbox of the TikTok app. Its owner taps it there, adds caption and privacy (TikTok takes none with a draft), and posts it. Works for every account, also before TikTok’s audit; five drafts can wait at a time.',
		name: 'draftNotice',
		type: 'notice',
		default: '',
	},
]);

export const description: INodeProperties[] = showFor(forDrafts, [postOptions([], false)]);

/** A draft has no settings of its own: the user chooses them in the app (reference T§5). */
export async function execute(session: Session, itemIndex: number): Promise<IDataObject> {
	const { context } = session;
	return await postItem(session, itemIndex, {
		media: 'video',
		requested: {},
		content: videoIdentity(context, itemIndex),
		completion: readCompletion(context, itemIndex),
		async prepare() {
			const { input, facts, close } = await openVideo(context, itemIndex);
			const body = { source_info: sourceInfo(input) };
			return {
				body,
				file: mediaOutput(input, facts),
				begin: async (entry) => await beginVideo(session, entry, input, draftInit, body),
				close,
			};
		},
	});
}
