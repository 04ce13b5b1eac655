import type { BoundedReader } from './boundedReader';
import { codecOfMatroska } from './codecs';
import { elements, stringIn, unsignedIn, type Element } from './ebml';

/** Numbers of the Matroska specification (RFC 9559, §5.1.4). */
const ids = {
	trackEntry: 0xae,
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
};

/** What a track entry tells. Zero means unknown. */
export interface MatroskaTrack {
	/** 1 is video, 2 audio, 3 both, 17 subtitles. */
	type: number;
	isEnabled: boolean;
	codec?: string;
	/** How long a frame lasts, in ns. */
	frameNs: number;
	width: number;
	height: number;
	displayWidth: number;
	displayHeight: number;
	/** 0 means that the display size is in pixels. */
	displayUnit: number;
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
		type: 0,
		isEnabled: true,
		frameNs: 0,
		width: 0,
		height: 0,
		displayWidth: 0,
		displayHeight: 0,
		displayUnit: 0,
	};
	for await (const element of elements(reader, entry.body, entry.end)) {
		if (element.id === ids.trackType) track.type = await unsignedIn(reader, element);
		if (element.id === ids.flagEnabled) track.isEnabled = (await unsignedIn(reader, element)) === 1;
		if (element.id === ids.defaultDuration) track.frameNs = await unsignedIn(reader, element);
		if (element.id === ids.codecId) track.codec = codecOfMatroska(await stringIn(reader, element));
		if (element.id !== ids.video) continue;
		for await (const detail of elements(reader, element.body, element.end)) {
			if (detail.id === ids.pixelWidth) track.width = await unsignedIn(reader, detail);
			if (detail.id === ids.pixelHeight) track.height = await unsignedIn(reader, detail);
			if (detail.id === ids.displayWidth) track.displayWidth = await unsignedIn(reader, detail);
			if (detail.id === ids.displayHeight) track.displayHeight = await unsignedIn(reader, detail);
			if (detail.id === ids.displayUnit) track.displayUnit = await unsignedIn(reader, detail);
		}
	}
	return track;
}
