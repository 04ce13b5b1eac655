import type { BoundedReader } from './boundedReader';
import { elements, unsignedIn, type Element } from './ebml';
import { withinBounds } from './mediaFacts';

/** Numbers of the Matroska specification (RFC 9559, §5.1.3). */
const ids = {
	cluster: 0x1f43b675,
	timestamp: 0xe7,
	simpleBlock: 0xa3,
	blockGroup: 0xa0,
	block: 0xa1,
};

/** So many frames are looked at, from the first on; fewer than `min` say something only where the file has no more. */
const frames = { min: 24, max: 120 };

/**
 * The rate of the first frames by the times that they carry, for when the declared one is not enough. Costs a short read for
 * each frame.
 *
 * @param cluster the first one
 * @param end of the segment
 * @param track number of the track
 * @param tickNs the timestamp scale, in ns
 * @returns in frames a second; undefined where too few frames can be seen
 */
export async function measuredRate(
	reader: BoundedReader,
	cluster: Element,
	end: number,
	track: number,
	tickNs: number,
): Promise<number | undefined> {
	const times = new Set<number>();
	const isRead = await withinBounds(readTimes(reader, cluster, end, track, times));
	if (times.size < 2 || (!isRead && times.size < frames.min)) return undefined;
	const first = Math.min(...times);
	const last = Math.max(...times);
	return ((times.size - 1) * 1e9) / ((last - first) * tickNs);
}

/** Adds the times of blocks, in ticks. Clusters and groups may have no size, so their content is read on one level with them. */
async function readTimes(
	reader: BoundedReader,
	{ body }: Element,
	end: number,
	track: number,
	times: Set<number>,
): Promise<void> {
	let clusterTime = 0;
	let from: number | undefined = body;
	while (from !== undefined) {
		const start: number = from;
		from = undefined;
		for await (const element of elements(reader, start, end)) {
			if (element.id === ids.cluster || element.id === ids.blockGroup) {
				from = element.body;
				break;
			}
			if (element.id === ids.timestamp) clusterTime = await unsignedIn(reader, element);
			if (element.id !== ids.simpleBlock && element.id !== ids.block) continue;
			const bytes = await reader.head(element.body, element.end, 4);
			// The track's number is short in every file that has few tracks.
			if (bytes[0] === (0x80 | track)) times.add(clusterTime + bytes.readInt16BE(1));
			if (times.size === frames.max) return;
		}
	}
}
