import type { BoundedReader } from './boundedReader';
import { boxes, longOrShort, type Box } from './box';
import { readTrack, turnIn, type Track, type Turn } from './track';

/** What `moov` tells. Zero means unknown or none. */
export interface Movie {
	/** Ticks a second. */
	timescale: number;
	/** As `mvhd` says, in ticks. */
	declaredTicks: number;
	turn: Turn;
	tracks: Track[];
	/** Whether samples may follow in `moof` boxes. */
	isFragmented: boolean;
	/** Of all fragments, as `mehd` says, in ticks. */
	fragmentedTicks: number;
	/** Ticks of a sample, by track, where its fragment says nothing else (`trex`). */
	sampleTicks: Map<number, number>;
	/** Whether the tracks are hidden in a compressed part, as early QuickTime allowed. */
	isCompressed: boolean;
}

/** More tracks than this are no video. */
const maxTracks = 1_000;

/** Reads the `moov` box in one pass. */
export async function readMovie(reader: BoundedReader, moov: Box): Promise<Movie> {
	const movie: Movie = {
		timescale: 0,
		declaredTicks: 0,
		turn: [1, 0, 0, 1],
		tracks: [],
		isFragmented: false,
		fragmentedTicks: 0,
		sampleTicks: new Map(),
		isCompressed: false,
	};
	for await (const box of boxes(reader, moov.body, moov.end)) {
		if (box.type === 'mvhd') await readHeader(reader, box, movie);
		if (box.type === 'trak' && movie.tracks.length < maxTracks)
			movie.tracks.push(await readTrack(reader, box));
		if (box.type === 'mvex') await readExtension(reader, box, movie);
		if (box.type === 'cmov') movie.isCompressed = true;
	}
	return movie;
}

async function readHeader(reader: BoundedReader, box: Box, movie: Movie): Promise<void> {
	const bytes = await reader.head(box.body, box.end, 84);
	const isLong = bytes[0] === 1;
	movie.timescale = bytes.readUInt32BE(isLong ? 20 : 12);
	movie.declaredTicks = longOrShort(bytes, isLong ? 24 : 16, isLong);
	movie.turn = turnIn(bytes, isLong ? 48 : 36);
}

async function readExtension(reader: BoundedReader, mvex: Box, movie: Movie): Promise<void> {
	movie.isFragmented = true;
	for await (const box of boxes(reader, mvex.body, mvex.end)) {
		const bytes = await reader.head(box.body, box.end, 24);
		if (box.type === 'mehd') movie.fragmentedTicks = longOrShort(bytes, 4, bytes[0] === 1);
		if (box.type === 'trex') movie.sampleTicks.set(bytes.readUInt32BE(4), bytes.readUInt32BE(12));
	}
}

const silentHandlers = new Set([
	'soun',
	'text',
	'sbtl',
	'subt',
	'subp',
	'clcp',
	'tmcd',
	'meta',
	'hint',
	'sdsm',
	'odsm',
]);

/**
 * The tracks that players may show, the likeliest first: enabled ones rather than others, then the one with the most samples
 * in `moov`, since a thumbnail or a chapter's picture is a track with few. Those with a single frame are no rivals.
 */
export function videoTracksOf({ tracks }: Movie): Track[] {
	const videos = tracks
		.filter(({ handler }) => handler === 'vide')
		.sort((one, other) => rank(other) - rank(one));
	return videos.filter(
		(track, index) =>
			index === 0 || (track.isEnabled === videos[0].isEnabled && track.table.times.count !== 1),
	);
}

function rank({ isEnabled, table }: Track): number {
	return (isEnabled ? 2 ** 53 : 0) + table.times.count;
}

/** Whether it is certain that there is nothing to see. */
export function isWithoutPicture({ tracks, isCompressed }: Movie): boolean {
	return !isCompressed && tracks.every(({ handler }) => silentHandlers.has(handler));
}

/** How long the media of a track last, in seconds; undefined where the file does not say. */
export function mediaSeconds({ table, declaredTicks, timescale }: Track): number | undefined {
	const known = [table.times.ticks, declaredTicks].filter((ticks) => ticks > 0);
	return timescale > 0 && known.length > 0 ? Math.min(...known) / timescale : undefined;
}

/** How long a track is shown, in seconds, by its edits or else its samples in `moov`; undefined where neither says. */
export function trackSeconds(movie: Movie, track: Track): number | undefined {
	const media = mediaSeconds(track);
	const { edits, timescale } = track;
	if (!edits || movie.timescale === 0) return media;
	const listed = edits.movieTicks / movie.timescale;
	if (edits.openFrom === undefined) return listed;
	return media === undefined ? undefined : listed + Math.max(0, media - edits.openFrom / timescale);
}

/** Whether the two matrices together turn the picture by a quarter, so that width and height change places. */
export function isQuarterTurn(movie: Movie, track: Track): boolean {
	const [a, b, c, d] = track.turn;
	const [e, f, g, h] = movie.turn;
	const [xx, xy] = [a * e + b * g, a * f + b * h];
	const [yx, yy] = [c * e + d * g, c * f + d * h];
	return Math.abs(xy) > Math.abs(xx) && Math.abs(yx) > Math.abs(yy);
}
