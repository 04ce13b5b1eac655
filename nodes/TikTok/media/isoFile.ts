import type { BoundedReader } from './boundedReader';
import { boxes } from './box';
import { Fragments } from './fragments';
import {
	cutOff,
	MediaDefect,
	positive,
	withinBounds,
	withoutAbsent,
	type Inspection,
	type MediaFacts,
} from './mediaFacts';
import {
	isQuarterTurn,
	isWithoutPicture,
	readMovie,
	trackSeconds,
	videoTrackOf,
	type Movie,
} from './movie';

/** Boxes that such a file can begin with; QuickTime's own may have no `ftyp`. */
const firstBoxes = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp']);

/** Brands of pictures, which share the format with videos. */
const pictureBrand =
	/^(mif1|msf1|mif2|heic|heix|heim|heis|hevc|hevx|avif|avis|jpeg|jpgs|crx |jp2 |jpx |jxl )/;

/** @param start the first bytes of the file, at least 8 */
export function isIsoFile(start: Buffer): boolean {
	return firstBoxes.has(start.toString('latin1', 4, 8));
}

/** What the boxes at the top of the file hold. */
interface Content {
	brand: string;
	movie?: Movie;
	fragments?: Fragments;
	hasMedia: boolean;
	/** Whether every box that matters has been read. */
	isComplete: boolean;
	/** Where the last box ended. */
	end: number;
}

/**
 * Reads MP4 and MOV. The source is asked in order, and no further than the index and the head of the media data; the
 * whole length is walked, from head to head, only when the index is at the end or the file is fragmented.
 *
 * @throws MediaDefect when the file cannot be played
 */
export async function inspectIso(reader: BoundedReader): Promise<Inspection> {
	const content: Content = { brand: 'qt  ', hasMedia: false, isComplete: false, end: 0 };
	content.isComplete = await withinBounds(readContent(reader, content));
	if (content.isComplete && !content.movie && pictureBrand.test(content.brand))
		return { kind: 'unknown container' };
	if (content.isComplete) requirePlayable(reader, content);
	return { kind: 'known', facts: factsOf(content) };
}

async function readContent(reader: BoundedReader, content: Content): Promise<void> {
	for await (const box of boxes(reader, 0, reader.size)) {
		content.end = box.end;
		const isEssential = box.type === 'moov' || box.type === 'mdat' || box.type === 'moof';
		if (isEssential && box.missing > 0) throw cutOff(reader.size, box.missing);
		if (box.type === 'ftyp')
			content.brand = (await reader.head(box.body, box.end, 4)).toString('latin1');
		if (box.type === 'moov' && !content.movie) {
			content.movie = await readMovie(reader, box);
			if (content.movie.isFragmented) content.fragments = new Fragments(reader, content.movie);
		}
		if (box.type === 'mdat') content.hasMedia = true;
		if (box.type === 'moof') await content.fragments?.add(box);
		if (box.type === 'sidx') await content.fragments?.addIndex(box);
		if (content.movie && content.hasMedia && !content.fragments) return;
	}
}

function requirePlayable(reader: BoundedReader, { movie, hasMedia, end }: Content): void {
	if (!movie) {
		throw new MediaDefect(
			reader.size - end < 8
				? 'its index (moov) is missing, as after a recording or a download that was broken off'
				: `its structure cannot be read from byte ${end} on, and no index (moov) comes before`,
		);
	}
	if (!hasMedia) throw new MediaDefect('it ends after its index (moov): the media data is missing');
	if (movie.tracks.length === 0 && !movie.isCompressed)
		throw new MediaDefect('its index (moov) lists no tracks');
	if (isWithoutPicture(movie)) throw new MediaDefect('it holds no picture, only sound or text');
}

function factsOf({ brand, movie, fragments, isComplete }: Content): MediaFacts {
	const facts: MediaFacts = { container: brand === 'qt  ' ? 'mov' : 'mp4' };
	if (!movie) return facts;
	const usesFragments = fragments !== undefined && !(isComplete && fragments.isEmpty);
	const durationSec = usesFragments
		? positive(isComplete ? fragments.seconds : fragments.declaredSeconds)
		: movieSeconds(movie);
	const video = videoTrackOf(movie);
	if (!video) return withoutAbsent({ ...facts, durationSec });
	const { table, shown, timescale } = video;
	const isTurned = isQuarterTurn(movie, video);
	const stored = turned(table, isTurned);
	const display = turned(
		{ width: Math.round(shown.width), height: Math.round(shown.height) },
		isTurned,
	);
	const framesPerSecond = !usesFragments
		? (table.count * timescale) / table.ticks
		: isComplete
			? fragments.framesPerSecond(video)
			: undefined;
	return withoutAbsent({
		...facts,
		codec: table.codec,
		durationSec,
		...stored,
		...(display.width === stored.width && display.height === stored.height
			? {}
			: { displayWidth: display.width, displayHeight: display.height }),
		framesPerSecond: positive(framesPerSecond),
	});
}

/** The longest track, and no longer than the movie's header says: it is what ffprobe shows. */
function movieSeconds(movie: Movie): number | undefined {
	const tracks = movie.tracks.map((track) => positive(trackSeconds(movie, track)) ?? 0);
	const longest = tracks.reduce((most, seconds) => Math.max(most, seconds), 0);
	const said = [positive(movie.declaredTicks / movie.timescale), positive(longest)].filter(
		(value) => value !== undefined,
	);
	return said.length > 0 ? Math.min(...said) : undefined;
}

function turned({ width, height }: { width: number; height: number }, isTurned: boolean) {
	if (width === 0 || height === 0) return { width: undefined, height: undefined };
	return isTurned ? { width: height, height: width } : { width, height };
}
