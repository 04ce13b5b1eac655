import type { BoundedReader } from './boundedReader';
import { elements, floatIn, stringIn, unsignedIn, type Element } from './ebml';
import { readTracks, type MatroskaTrack } from './matroskaTrack';
import {
	cutOff,
	MediaDefect,
	positive,
	withinBounds,
	withoutAbsent,
	type Inspection,
	type MediaFacts,
} from './mediaFacts';

/** Numbers of EBML (RFC 8794, §11.2) and Matroska (RFC 9559, §5.1). */
const ids = {
	ebml: 0x1a45dfa3,
	docType: 0x4282,
	segment: 0x18538067,
	seekHead: 0x114d9b74,
	seek: 0x4dbb,
	seekId: 0x53ab,
	seekPosition: 0x53ac,
	info: 0x1549a966,
	timestampScale: 0x2ad7b1,
	duration: 0x4489,
	tracks: 0x1654ae6b,
	cluster: 0x1f43b675,
};

/** A frame time shorter than this, in ns, is a placeholder for “variable”. */
const shortestFrame = 4_000_000;

/** What the elements at the top of the file hold. */
interface Content {
	docType: string;
	/** In seconds; 0 where a live recording does not know. */
	seconds?: number;
	tracks?: MatroskaTrack[];
	hasMedia: boolean;
	/** Where an element begins, by id. */
	seek: Map<number, number>;
}

/** @param start the first bytes of the file, at least 4 */
export function isMatroskaFile(start: Buffer): boolean {
	return start.readUInt32BE(0) === ids.ebml;
}

/**
 * Reads WebM and Matroska, as far as the first cluster; beyond only when what matters stands behind the clusters.
 *
 * @throws MediaDefect when the file cannot be played
 */
export async function inspectMatroska(reader: BoundedReader): Promise<Inspection> {
	const content: Content = { docType: '', hasMedia: false, seek: new Map() };
	if (!(await withinBounds(readContent(reader, content))))
		return { kind: 'known', facts: factsOf(content) };
	if (content.docType !== 'webm' && content.docType !== 'matroska')
		return { kind: 'unknown container' };
	const { tracks } = content;
	if (!tracks) throw new MediaDefect('its list of tracks is missing');
	if (!content.hasMedia)
		throw new MediaDefect('it ends after its headers: the media data is missing');
	if (tracks.every(({ type }) => type === 2 || type > 3)) {
		throw new MediaDefect('it holds no picture, only sound or text');
	}
	return { kind: 'known', facts: factsOf(content) };
}

async function readContent(reader: BoundedReader, content: Content): Promise<void> {
	for await (const element of elements(reader, 0, reader.size)) {
		if ((element.id === ids.ebml || element.id === ids.segment) && element.missing > 0) {
			throw cutOff(reader.size, element.missing);
		}
		if (element.id === ids.ebml) {
			for await (const detail of elements(reader, element.body, element.end)) {
				if (detail.id === ids.docType) content.docType = await stringIn(reader, detail);
			}
		}
		if (element.id === ids.segment) return await readSegment(reader, element, content);
	}
}

async function readSegment(
	reader: BoundedReader,
	segment: Element,
	content: Content,
): Promise<void> {
	for await (const element of elements(reader, segment.body, segment.end)) {
		if (element.id === ids.seekHead) await readSeekHead(reader, element, segment.body, content);
		if (element.id !== ids.cluster) {
			await readDescription(reader, element, content);
			continue;
		}
		content.hasMedia = true;
		for (const id of [ids.info, ids.tracks]) {
			const position = content.seek.get(id);
			if (isKnown(content, id) || position === undefined) continue;
			content.seek.delete(id);
			for await (const sought of elements(reader, position, segment.end)) {
				if (sought.id === id) await readDescription(reader, sought, content);
				break;
			}
		}
		if (isKnown(content, ids.info) && isKnown(content, ids.tracks)) return;
	}
}

function isKnown({ seconds, tracks }: Content, id: number): boolean {
	return (id === ids.info ? seconds : tracks) !== undefined;
}

async function readDescription(
	reader: BoundedReader,
	element: Element,
	content: Content,
): Promise<void> {
	if (element.id !== ids.info && element.id !== ids.tracks) return;
	if (element.missing > 0) throw cutOff(reader.size, element.missing);
	if (element.id === ids.tracks) {
		content.tracks ??= await readTracks(reader, element);
		return;
	}
	let tickNs = 1_000_000;
	let ticks = 0;
	for await (const detail of elements(reader, element.body, element.end)) {
		if (detail.id === ids.timestampScale) tickNs = await unsignedIn(reader, detail);
		if (detail.id === ids.duration) ticks = await floatIn(reader, detail);
	}
	content.seconds ??= (ticks * tickNs) / 1e9;
}

async function readSeekHead(
	reader: BoundedReader,
	head: Element,
	origin: number,
	{ seek }: Content,
): Promise<void> {
	for await (const entry of elements(reader, head.body, head.end)) {
		if (entry.id !== ids.seek) continue;
		let id = 0;
		let position = 0;
		for await (const detail of elements(reader, entry.body, entry.end)) {
			if (detail.id === ids.seekId) id = await unsignedIn(reader, detail);
			if (detail.id === ids.seekPosition) position = await unsignedIn(reader, detail);
		}
		seek.set(id, origin + position);
	}
}

function factsOf({ docType, seconds, tracks = [] }: Content): MediaFacts {
	const videos = tracks.filter(({ type }) => type === 1);
	const video = videos.find(({ isEnabled }) => isEnabled) ?? videos.at(0);
	const facts: MediaFacts = {
		container: docType === 'webm' ? 'webm' : 'matroska',
		durationSec: positive(seconds),
		codec: video?.codec,
	};
	if (!video || video.width === 0 || video.height === 0) return withoutAbsent(facts);
	const { width, height, frameNs } = video;
	const displayWidth = video.displayUnit === 0 ? video.displayWidth || width : width;
	const displayHeight = video.displayUnit === 0 ? video.displayHeight || height : height;
	return withoutAbsent({
		...facts,
		width,
		height,
		...(displayWidth === width && displayHeight === height ? {} : { displayWidth, displayHeight }),
		framesPerSecond: frameNs >= shortestFrame ? 1e9 / frameNs : undefined,
	});
}
