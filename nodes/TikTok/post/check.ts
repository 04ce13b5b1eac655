import type { IDataObject } from 'n8n-workflow';

import { ParameterError } from '../../shared/errors/parameterError';
import type { MediaFacts } from '../media/inspect';
import { planChunks, type ChunkPlan } from '../upload/chunkPlan';
import type { VideoSource } from '../upload/source';
import type { Session } from '../session';
import { checkPhotoFiles, checkPhotoHost } from './checkPhotoFiles';
import { checkPhotos } from './checkPhotos';
import { checkedCreator } from './fields/creatorRules';
import type { Photos } from './fields/postSource';
import { openVideo, withinLimits, type OpenedVideo } from './openVideo';
import type { HostedPhotos } from './photoHost';
import type { PostRequest } from './request';

/** One item on its way through the states. */
export interface ItemRun {
	session: Session;
	itemIndex: number;
	request: PostRequest;
	/** The file that n8n sends, once it is opened; closed at the end of the run. */
	video?: OpenedVideo;
}

/** What is sent at the init, after every check has passed. */
export interface CheckedPost {
	/** The init's body. */
	body: IDataObject;
	/** The creator's handle, where creator info was asked for. */
	username?: string;
	/** What TikTok has to judge, in short sentences for the output. */
	warnings: string[];
	/** Where n8n lets TikTok fetch photos. */
	hosted?: HostedPhotos;
}

/**
 * The checks that need the file, or the photos, and the creator's settings. Nothing has been sent to TikTok before they have passed.
 *
 * @throws ParameterError for a file or a setting that TikTok would refuse; TikTokError when the account may not post now
 */
export async function checkPost(run: ItemRun): Promise<CheckedPost> {
	const { session, request } = run;
	const { body, source, wishes } = request;
	const video = source.kind === 'pull' ? undefined : await openVideoOnce(run);
	const photos = source.kind === 'pull' ? source.photos : undefined;
	const { warnings: ofPhotos = [], hosted } = photos ? await checkedPhotos(run, photos) : {};
	const creator = wishes && (await checkedCreator(session, wishes));
	const maxDurationSec = creator?.max_video_post_duration_sec ?? undefined;
	const ofVideo = video?.facts ? withinLimits(video.facts, video.parameter, maxDurationSec) : [];
	const warnings = [
		...request.warnings,
		...coverWarnings(request.coverFrameMs, video?.facts),
		...(video?.warnings ?? []),
		...ofVideo,
		...ofPhotos,
	];
	const sourceInfo = source.kind === 'pull' ? source.sourceInfo : video && fileInfo(video.source);
	return {
		body: { ...body, source_info: sourceInfo },
		username: creator?.creator_username ?? undefined,
		warnings,
		hosted,
	};
}

/** By no reading of the file may the moment lie in it. A cover beyond the end fails a post of TikTok's other API, for businesses. */
function coverWarnings(coverFrameMs = 0, facts?: MediaFacts): string[] {
	const ends = [facts?.durationSec, ...(facts?.also?.durationSec ?? [])];
	const endMs = Math.max(...ends.map((seconds) => (seconds ?? Infinity) * 1000));
	if (coverFrameMs <= endMs) return [];
	return [
		`‘Cover Frame Time (Ms)’ is ${coverFrameMs}, and the video ends at ${Math.round(endMs)}: TikTok may not publish it.`,
	];
}

type CheckedPhotos = Pick<CheckedPost, 'warnings' | 'hosted'>;

async function checkedPhotos(
	{ session, itemIndex }: ItemRun,
	photos: Photos,
): Promise<CheckedPhotos> {
	const { context } = session;
	if (photos.kind === 'urls') return { warnings: await checkPhotos(context, photos.urls) };
	const { fields } = photos;
	const { warnings, firstSize } = await checkPhotoFiles(context, itemIndex, fields);
	const hosted = await checkPhotoHost(context, itemIndex, fields, firstSize);
	return { warnings: [...warnings, ...(hosted.unreached ? [hosted.unreached] : [])], hosted };
}

/** @throws ParameterError when there is no usable video */
export async function openVideoOnce(run: ItemRun): Promise<OpenedVideo> {
	const { session, itemIndex, request } = run;
	if (request.source.kind === 'pull') {
		throw new ParameterError(
			'Video Source',
			'The upload that was begun with a file cannot go on with ‘URL, Pulled by TikTok’',
			'Look into the TikTok app before you post the video again: the file may have arrived.',
		);
	}
	return (run.video ??= await openVideo(session, itemIndex, request.source));
}

/** How a file is cut. */
export const planOf = ({ size, preferredChunk }: VideoSource): ChunkPlan =>
	planChunks(size, preferredChunk);

/** `source_info` of an init for a file (https://developers.tiktok.com/doc/content-posting-api-reference-direct-post). */
function fileInfo(source: VideoSource): IDataObject {
	const { videoSize, chunkSize, chunkCount } = planOf(source);
	return {
		source: 'FILE_UPLOAD',
		video_size: videoSize,
		chunk_size: chunkSize,
		total_chunk_count: chunkCount,
	};
}
