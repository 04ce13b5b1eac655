import * as creator from './actions/creator/getInfo.operation';
import * as photoDirectPost from './actions/photo/directPost.operation';
import * as photoDraft from './actions/photo/uploadDraft.operation';
import * as cancel from './actions/publish/cancel.operation';
import * as getStatus from './actions/publish/getStatus.operation';
import * as waitForCompletion from './actions/publish/waitForCompletion.operation';
import * as user from './actions/user/getInfo.operation';
import * as videoDirectPost from './actions/video/directPost.operation';
import * as videoGet from './actions/video/get.operation';
import * as videoGetMany from './actions/video/getMany.operation';
import * as videoDraft from './actions/video/uploadDraft.operation';
import type { Operation } from './session';

/** Every operation of the node, by the values of the parameters `resource` and `operation`. */
export const resources: Record<string, Record<string, Operation>> = {
	user: { getInfo: user.execute },
	creator: { getInfo: creator.execute },
	video: {
		directPost: videoDirectPost.execute,
		uploadDraft: videoDraft.execute,
		get: videoGet.execute,
		getAll: videoGetMany.execute,
	},
	photo: {
		directPost: photoDirectPost.execute,
		uploadDraft: photoDraft.execute,
	},
	publish: {
		getStatus: getStatus.execute,
		waitForCompletion: waitForCompletion.execute,
		cancel: cancel.execute,
	},
};
