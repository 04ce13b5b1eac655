import { rateKeepsLimit } from './limits';
import type { MatroskaTrack } from './matroskaTrack';
import { positive, withOthers, withoutAbsent, type MediaFacts } from './mediaFacts';

/** What the elements of a WebM or Matroska tell. */
export interface MatroskaFactsSource {
	docType: string;
	/** In seconds; 0 where a live recording does not know. */
	seconds?: number;
	tracks?: MatroskaTrack[];
	/** Frames a second of the first frames, where the declared rate is doubtful. */
	measuredRate?: number;
}

/** A frame time shorter than this, in ns, is a placeholder for “variable”. */
const shortestFrame = 4_000_000;

/** The pictures that players may show, the likeliest first. */
export function videosOf({ tracks = [] }: MatroskaFactsSource): MatroskaTrack[] {
	const videos = tracks.filter(({ type }) => type === 1);
	const enabled = videos.filter(({ isEnabled }) => isEnabled);
	return enabled.length > 0 ? enabled : videos;
}

function rateOf({ frameNs }: MatroskaTrack): number | undefined {
	return frameNs >= shortestFrame ? 1e9 / frameNs : undefined;
}

/** Whether the declared rate alone would be a reason to refuse the video. */
export function isDoubtful(track: MatroskaTrack): boolean {
	const declared = rateOf(track);
	return declared !== undefined && !rateKeepsLimit(declared);
}

/** What can be said of the file: what it declares, as ffprobe shows it, and other readings. */
export function matroskaFacts(content: MatroskaFactsSource): MediaFacts {
	const [video, ...others] = videosOf(content);
	const facts: MediaFacts = {
		container: content.docType === 'webm' ? 'webm' : 'matroska',
		durationSec: positive(content.seconds),
		codec: video?.codec,
	};
	if (!video || video.width === 0 || video.height === 0) return withoutAbsent(facts);
	const { width, height } = video;
	const displayWidth = video.displayUnit === 0 ? video.displayWidth || width : width;
	const displayHeight = video.displayUnit === 0 ? video.displayHeight || height : height;
	return withOthers(
		withoutAbsent({
			...facts,
			width,
			height,
			...(displayWidth === width && displayHeight === height
				? {}
				: { displayWidth, displayHeight }),
			framesPerSecond: rateOf(video),
		}),
		{
			codec: others.map(({ codec }) => codec),
			size: [video, ...others].flatMap((track) => [
				{ width: track.width, height: track.height },
				{ width: track.width - track.cropped.width, height: track.height - track.cropped.height },
			]),
			framesPerSecond: [
				...(isDoubtful(video) ? [content.measuredRate] : []),
				...others.map(rateOf),
			],
			durationSec: [],
		},
	);
}
