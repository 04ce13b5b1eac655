import type { BoundedReader } from './boundedReader';
import { elements, floatIn, stringIn, unsignedIn, type Element } from './ebml';
import { isDoubtful, matroskaFacts, videosOf, type MatroskaFactsSource } from './matroskaFacts';
import { measuredRate } from './matroskaRate';
import { readTracks } from './matroskaTrack';
import { cutOff, MediaDefect, withinBounds, type Inspection } from './mediaFacts';

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

/** What the elements at the top of the file hold. */
interface Content extends MatroskaFactsSource {
	/** The timestamp scale, in ns. */
	tickNs: number;
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
	const content: Content = { docType: '', tickNs: 1_000_000, hasMedia: false, seek: new Map() };
	if (!(await withinBounds(readContent(reader, content))))
		return { kind: 'known', facts: matroskaFacts(content) };
	if (content.docType !== 'webm' && content.docType !== 'matroska')
		return { kind: 'unknown container' };
	const { tracks } = content;
	if (!tracks) throw new MediaDefect('its list of tracks is missing');
	if (!content.hasMedia)
		throw new MediaDefect('it ends after its headers: the media data is missing');
	if (tracks.every(({ type }) => type === 2 || type > 3)) {
		throw new MediaDefect('it holds no picture, only sound or text');
	}
	return { kind: 'known', facts: matroskaFacts(content) };
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
		if (!content.hasMedia) await measure(reader, element, segment.end, content);
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

/** Where the declared rate alone would make TikTok's limit a reason to refuse. */
async function measure(
	reader: BoundedReader,
	cluster: Element,
	end: number,
	content: Content,
): Promise<void> {
	const video = videosOf(content).at(0);
	if (!video || !isDoubtful(video)) return;
	content.measuredRate = await measuredRate(reader, cluster, end, video.number, content.tickNs);
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
	let ticks = 0;
	for await (const detail of elements(reader, element.body, element.end)) {
		if (detail.id === ids.timestampScale) content.tickNs = await unsignedIn(reader, detail);
		if (detail.id === ids.duration) ticks = await floatIn(reader, detail);
	}
	content.seconds ??= (ticks * content.tickNs) / 1e9;
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
