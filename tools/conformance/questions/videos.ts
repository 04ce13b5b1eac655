import { fitsNone, isBadParameter, isOk, open, question } from '../question';

const noVideos = open('the account has no public video, or too few');

export const videoQuestions = [
	question({
		rule: 'postIdForm',
		from: ['publicPost'],
		values: ['numbers', 'strings', 'scalar'],
		decide: ({ publicPost: { answer, ids } }) => {
			if (!isOk(answer)) return fitsNone(answer);
			if (ids === 'none') return open('the status of --publish-id has no ids');
			const forms = { numbers: 'numbers', texts: 'strings', 'a single value': 'scalar' } as const;
			return { value: forms[ids] };
		},
	}),
	question({
		rule: 'bytesWhenComplete',
		from: ['publicPost'],
		values: [true, false],
		decide: ({ publicPost: { answer, status, bytes } }) => {
			if (!isOk(answer)) return fitsNone(answer);
			return status === 'PUBLISH_COMPLETE'
				? { value: bytes }
				: open('the post of --publish-id is not complete');
		},
	}),
	question({
		rule: 'bytesWhenComplete',
		from: ['onlyMe'],
		values: [true, false],
		decide: ({ onlyMe: { begin, end, bytes } }) => {
			if (end === undefined || bytes === undefined) return fitsNone(begin);
			return end === 'PUBLISH_COMPLETE' ? { value: bytes } : open(`the post ended as ${end}`);
		},
	}),
	question({
		rule: 'queryForeignId',
		from: ['foreignVideo'],
		values: ['omitted', 'invalid_params'],
		decide: ({ foreignVideo: { answer, videos } }) => {
			if (isBadParameter(answer)) return { value: 'invalid_params' };
			if (!isOk(answer)) return fitsNone(answer);
			return videos === 0
				? { value: 'omitted' }
				: open('TikTok answered with a video of somebody else');
		},
	}),
	question({
		rule: 'missingFields',
		from: ['listWithoutFields'],
		values: ['invalid_params', 'idOnly'],
		decide: ({ listWithoutFields: { answer, videos } }) => {
			if (isBadParameter(answer)) return { value: 'invalid_params' };
			if (!isOk(answer)) return fitsNone(answer);
			if (videos === 'none') return noVideos;
			return videos === 'only ids'
				? { value: 'idOnly' }
				: open('TikTok answered with more than ids, which fits none of the values');
		},
	}),
	question({
		rule: 'queryAnswersCursor',
		from: ['ownVideo'],
		values: [true, false],
		decide: ({ ownVideo: { list, query, cursor } }) => {
			if (!isOk(list)) return fitsNone(list);
			if (query === undefined || cursor === undefined) return noVideos;
			return isOk(query) ? { value: cursor } : fitsNone(query);
		},
	}),
	question({
		rule: 'cursorGrain',
		from: ['cursors'],
		values: ['second', 'millisecond'],
		decide: ({ cursors: { pages, finerThanASecond } }) => {
			if (finerThanASecond) return { value: 'millisecond' };
			// One that happens to be at a full second says nothing; two hardly ever are.
			return pages < 2 ? noVideos : { value: 'second' };
		},
	}),
	question({
		rule: 'listPages',
		from: ['listAfterOnlyMe'],
		values: ['full', 'cutBeforeFilter'],
		decide: ({ listAfterOnlyMe: { answer, hasVideo, hasMore } }) => {
			if (!isOk(answer)) return fitsNone(answer);
			if (hasVideo) return { value: 'full' };
			return hasMore ? { value: 'cutBeforeFilter' } : noVideos;
		},
	}),
];
