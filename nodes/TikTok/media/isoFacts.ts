import type { Fragments } from './fragments';
import {
	positive,
	withOthers,
	withoutAbsent,
	type MediaFacts,
	type OtherReadings,
	type Size,
} from './mediaFacts';
import { isQuarterTurn, mediaSeconds, trackSeconds, videoTracksOf, type Movie } from './movie';
import type { Track } from './track';

/** What the boxes of an MP4 or MOV tell. */
export interface FactsSource {
	brand: string;
	movie?: Movie;
	fragments?: Fragments;
	/** Whether every box that matters has been read. */
	isComplete: boolean;
}

/** What can be said of the file: the likeliest reading as ffprobe shows it, and the others. */
export function isoFacts(source: FactsSource): MediaFacts {
	const { brand, movie, isComplete } = source;
	const facts: MediaFacts = { container: brand === 'qt  ' ? 'mov' : 'mp4' };
	if (!movie) return facts;
	const fragments =
		source.fragments && !(isComplete && source.fragments.isEmpty) ? source.fragments : undefined;
	const [video, ...rivals] = videoTracksOf(movie);
	const durations = durationsOf(movie, video, fragments, isComplete);
	const durationSec = durations.map(positive).find((seconds) => seconds !== undefined);
	if (!video) return withoutAbsent({ ...facts, durationSec });
	const first = trackReading(movie, video, fragments, isComplete);
	const others = rivals.map((track) => trackReading(movie, track, fragments, isComplete));
	const { codec, size, shown, rate } = first;
	const all: Required<OtherReadings> = {
		codec: [...first.codecs, ...others.flatMap((one) => [one.codec, ...one.codecs])],
		size: [...first.sizes, ...others.flatMap((one) => [one.size, one.shown, ...one.sizes])],
		framesPerSecond: [...first.rates, ...others.flatMap((one) => [one.rate, ...one.rates])],
		durationSec: durations,
	};
	return withOthers(
		withoutAbsent({
			...facts,
			codec,
			durationSec,
			...(size.width > 0 && size.height > 0 ? size : {}),
			...(shown.width > 0 && shown.height > 0 && !isSame(shown, size)
				? { displayWidth: shown.width, displayHeight: shown.height }
				: {}),
			framesPerSecond: positive(rate),
		}),
		all,
	);
}

/** What one track says, and its other readings. */
function trackReading(
	movie: Movie,
	track: Track,
	fragments: Fragments | undefined,
	isComplete: boolean,
) {
	const turn = turnedBy(isQuarterTurn(movie, track));
	const { table, timescale, edits } = track;
	const [entry, ...variants] = table.entries;
	// Until all fragments have been read their frames say nothing.
	const frames = !fragments || isComplete ? (fragments?.framesOf(track) ?? table.times) : undefined;
	const rates = frames ? [frames.average(timescale), ...frames.otherRates(timescale)] : [undefined];
	return {
		codec: entry?.codec,
		codecs: variants.map(({ codec }) => codec),
		size: turn(entry?.stored ?? { width: 0, height: 0 }),
		shown: turn({ width: Math.round(track.shown.width), height: Math.round(track.shown.height) }),
		sizes: [
			...(entry?.others ?? []),
			...variants.flatMap(({ stored, others }) => [stored, ...others]),
		].map(turn),
		rate: rates[0],
		rates: [...rates, ...(edits?.speeds ?? []).map((speed) => rates[0] && rates[0] * speed)],
	};
}

/**
 * In seconds, the likeliest first: the longest track, but no longer than the movie's header says, which is what ffprobe shows;
 * then the picture alone, without its edits too.
 */
function durationsOf(
	movie: Movie,
	video: Track | undefined,
	fragments: Fragments | undefined,
	isComplete: boolean,
): number[] {
	if (fragments && !isComplete) return fragments.declaredSeconds;
	if (fragments)
		return [
			fragments.seconds,
			...(video ? [fragments.secondsOf(video)] : []),
			...fragments.declaredSeconds,
		];
	const declared = positive(movie.declaredTicks / movie.timescale);
	const longest = movie.tracks.reduce(
		(most, track) => Math.max(most, positive(trackSeconds(movie, track)) ?? 0),
		0,
	);
	const known = [declared, positive(longest)].filter((seconds) => seconds !== undefined);
	const ofVideo = video ? [trackSeconds(movie, video), mediaSeconds(video)] : [];
	return [
		...(known.length > 0 ? [Math.min(...known)] : []),
		...known,
		...ofVideo.filter((seconds) => seconds !== undefined),
	];
}

function turnedBy(isQuarter: boolean) {
	return ({ width, height }: Size): Size =>
		isQuarter ? { width: height, height: width } : { width, height };
}

function isSame(one: Size, other: Size): boolean {
	return one.width === other.width && one.height === other.height;
}
