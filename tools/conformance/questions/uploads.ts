import { byCode, fitsNone, open, question } from '../question';

export const uploadQuestions = [
	question({
		rule: 'uploadHosts',
		from: ['addresses'],
		values: [
			['open-upload.tiktokapis.com'],
			['open-upload.tiktokapis.us'],
			['open-upload-i18n.tiktokapis.com', 'upload.us.tiktokapis.com'],
		],
		limits: 'those that this account was given in this run',
		decide: ({ addresses: { hosts } }) =>
			hosts.includes('another host')
				? open('an upload goes to a host whose name is not written here, since it is not known')
				: { value: hosts },
	}),
	question({
		rule: 'uploadPath',
		from: ['addresses'],
		values: ['/video/', '/upload/', '/upload'],
		decide: ({ addresses: { paths } }) => {
			const [path] = paths;
			if (path === undefined || path === 'another path' || paths.length > 1)
				return open('uploads go to more than one path, or to one that is not known');
			return { value: path };
		},
	}),
	question({
		rule: 'uploadAnswerRange',
		from: ['parts'],
		values: ['count', 'lastIndex'],
		decide: ({ parts: { first, range } }) => {
			if (range === 'count') return { value: 'count' };
			if (range === 'last index') return { value: 'lastIndex' };
			return open(
				range === 'absent'
					? `the answer (${first}) has no Content-Range`
					: 'the number in Content-Range is neither the count nor the last index',
			);
		},
	}),
	question({
		rule: 'repeatedChunk',
		from: ['parts'],
		values: [416, 'accepted'],
		decide: ({ parts: { first, again } }) => {
			if (again === undefined) return fitsNone(first);
			if (again === 416) return { value: 416 };
			return again >= 200 && again < 300 ? { value: 'accepted' } : fitsNone(again);
		},
	}),
	question({
		rule: 'emptyPostIdList',
		from: ['upload'],
		values: [true, false],
		decide: ({ upload: { begin, postIds } }) => {
			if (postIds === undefined) return fitsNone(begin);
			return postIds === 'filled'
				? open('a post that was only begun has ids')
				: { value: postIds === 'empty' };
		},
	}),
	question({
		rule: 'publishIdVisibleAfterMs',
		from: ['upload'],
		values: [0],
		limits: 'whether it is known at once; if not, only about when',
		decide: ({ upload: { begin, statusAtOnce, knownAfterSeconds } }) => {
			if (statusAtOnce === undefined) return fitsNone(begin);
			if (statusAtOnce.code === 'ok') return { value: 0 };
			if (statusAtOnce.code !== 'invalid_publish_id') return fitsNone(statusAtOnce);
			return open(
				typeof knownAfterSeconds === 'number'
					? `the publish id was unknown at first, and known about ${knownAfterSeconds} seconds later`
					: 'the publish id was still unknown when the program stopped asking',
			);
		},
	}),
	question({
		rule: 'cancelFileUpload',
		from: ['cancelUpload'],
		values: ['publish_not_cancellable', 'cancels', 'ignored'],
		decide: ({ cancelUpload: { cancel, status } }) => {
			if (cancel.code !== 'ok')
				return byCode(cancel, { publish_not_cancellable: 'publish_not_cancellable' } as const);
			return { value: status === 'FAILED' ? 'cancels' : 'ignored' };
		},
	}),
	question({
		rule: 'cancelWhileProcessing',
		from: ['onlyMe', 'cancelUpload'],
		values: ['ignored', 'publish_not_cancellable'],
		limits: 'only if TikTok cancels uploads at all',
		decide: ({ onlyMe, cancelUpload }) => {
			const { begin, cancel, statusAfterCancel = 'another status', end, cancelled } = onlyMe;
			if (cancel === undefined) return fitsNone(begin);
			if (cancelUpload.cancel.code === 'publish_not_cancellable')
				return open('TikTok cancels no upload, whether it is processed or not');
			if (cancel.code === 'publish_not_cancellable')
				return statusAfterCancel.startsWith('PROCESSING')
					? { value: 'publish_not_cancellable' }
					: open('the post was complete before it was cancelled');
			if (cancel.code !== 'ok') return fitsNone(cancel);
			if (cancelled === true) return open('TikTok cancelled a post that it was processing');
			return end === 'PUBLISH_COMPLETE' ? { value: 'ignored' } : fitsNone(end);
		},
	}),
	question({
		rule: 'pullPublishIdPrefix',
		from: ['pull'],
		values: ['v_pub_url~v2-1.', 'v_pub_url~v2.'],
		decide: ({ pull: { begin, publishId } }) => {
			if (publishId === undefined) return fitsNone(begin);
			return publishId === 'another beginning'
				? open('the publish id begins in another way')
				: { value: publishId };
		},
	}),
];
