import type { BoundedReader } from './boundedReader';
import { codecOfMatroska } from './codecs';
import { elements, stringIn, unsignedIn, type Element } from './ebml';
import type { Size } from './mediaFacts';

/** Numbers of the Matroska specification (RFC 9559, §5.1.4). */
const ids = {
	trackEntry: 0xae,
	trackNumber: 0xd7,
	trackType: 0x83,
	flagEnabled: 0xb9,
	defaultDuration: 0x23e383,
	codecId: 0x86,
	video: 0xe0,
	pixelWidth: 0xb0,
	pixelHeight: 0xba,
	displayWidth: 0x54b0,
	displayHeight: 0x54ba,
	displayUnit: 0x54b2,
	cropBottom: 0x54aa,
	cropTop: 0x54bb,
	cropLeft: 0x54cc,
	cropRight: 0x54dd,
};

/** What a track entry tells. Zero means unknown. */
export interface MatroskaTrack {
	/** By which the blocks of the media data name it. */
	number: number;
	/** 1 is video, 2 audio, 3 both, 17 subtitles. */
	type: number;
	isEnabled: boolean;
	codec?: string;
	/**
	 * How long a frame lasts, in ns. It is what the maker declares, and not always what it does: of a phone's recording with 31
	 * frames a second, ffmpeg declares 120.
	 */
	frameNs: number;
	width: number;
	height: number;
	displayWidth: number;
	displayHeight: number;
	/** 0 means that the display size is in pixels. */
	displayUnit: number;
	/** Pixels that are not shown, of the width and of the height. */
	cropped: Size;
}

/** More tracks than this are no video. */
const maxTracks = 1_000;

/** Reads the Tracks element. */
export async function readTracks(reader: BoundedReader, list: Element): Promise<MatroskaTrack[]> {
	const tracks: MatroskaTrack[] = [];
	for await (const element of elements(reader, list.body, list.end)) {
		if (element.id === ids.trackEntry && tracks.length < maxTracks)
			tracks.push(await readEntry(reader, element));
	}
	return tracks;
}

async function readEntry(reader: BoundedReader, entry: Element): Promise<MatroskaTrack> {
	const track: MatroskaTrack = {
		number: 0,
		type: 0,
		isEnabled: true,
		frameNs: 0,
		width: 0,
		height: 0,
		displayWidth: 0,
		displayHeight: 0,
		displayUnit: 0,
		cropped: { width: 0, height: 0 },
	};
	for await (const element of elements(reader, entry.body, entry.end)) {
		if (element.id === ids.trackNumber) track.number = await unsignedIn(reader, element);
		if (element.id === ids.trackType) track.type = await unsignedIn(reader, element);
		if (element.id === ids.flagEnabled) track.isEnabled = (await unsignedIn(reader, element)) === 1;
		if (element.id === ids.defaultDuration) track.frameNs = await unsignedIn(reader, element);
		if (element.id === ids.codecId) track.codec = codecOfMatroska(await stringIn(reader, element));
		if (element.id === ids.video) await readVideo(reader, element, track);
	}
	return track;
}

async function readVideo(
	reader: BoundedReader,
	video: Element,
	track: MatroskaTrack,
): Promise<void> {
	for await (const detail of elements(reader, video.body, video.end)) {
		const { id } = detail;
		const value = await unsignedIn(reader, detail);
		if (id === ids.pixelWidth) track.width = value;
		if (id === ids.pixelHeight) track.height = value;
		if (id === ids.displayWidth) track.displayWidth = value;
		if (id === ids.displayHeight) track.displayHeight = value;
		if (id === ids.displayUnit) track.displayUnit = value;
		if (id === ids.cropLeft || id === ids.cropRight) track.cropped.width += value;
		if (id === ids.cropTop || id === ids.cropBottom) track.cropped.height += value;
	}
}
