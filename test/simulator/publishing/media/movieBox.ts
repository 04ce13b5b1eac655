/* eslint-disable @n8n/community-nodes/require-node-api-error -- the simulator is not a node */
import { BrokenMedia, type VideoFacts } from './verdict';

interface Box {
	type: string;
	data: Buffer;
}

/** The boxes inside a payload. @throws BrokenMedia */
function boxes(data: Buffer): Box[] {
	const found: Box[] = [];
	let at = 0;
	while (at + 8 <= data.length) {
		const size = data.readUInt32BE(at);
		if (size === 0 && found.length > 0) break; // QuickTime ends some lists with four zero bytes
		if (size < 8 || at + size > data.length) throw new BrokenMedia('a box leaves its parent');
		found.push({
			type: data.toString('latin1', at + 4, at + 8),
			data: data.subarray(at + 8, at + size),
		});
		at += size;
	}
	return found;
}

/** Follows a path of box types. */
function find(data: Buffer | undefined, ...path: string[]): Buffer | undefined {
	let current = data;
	for (const type of path) {
		if (current === undefined) return undefined;
		current = boxes(current).find((box) => box.type === type)?.data;
	}
	return current;
}

/** Time scale and duration of an `mvhd` or `mdhd` (ISO 14496-12), version 0 or 1. */
function timing(header: Buffer | undefined): { scale: number; duration: number } | undefined {
	if (header === undefined) return undefined;
	const [scale, duration] =
		header.readUInt8(0) === 1
			? [header.readUInt32BE(20), Number(header.readBigUInt64BE(24))]
			: [header.readUInt32BE(12), header.readUInt32BE(16)];
	return scale === 0 || duration === 0 ? undefined : { scale, duration };
}

/** Sum of the sample counts in an `stts` box. */
function sampleCount(stts: Buffer): number {
	const entries = stts.readUInt32BE(4);
	let count = 0;
	for (let entry = 0; entry < entries; entry++) count += stts.readUInt32BE(8 + entry * 8);
	return count;
}

/** What a `moov` payload says of its first video track. @throws BrokenMedia if there is none or it cannot be read */
export function readMovie(moov: Buffer): VideoFacts {
	try {
		const tracks = boxes(moov).filter((box) => box.type === 'trak');
		const track = tracks.find(
			({ data }) => find(data, 'mdia', 'hdlr')?.toString('latin1', 8, 12) === 'vide',
		)?.data;
		const entry = find(track, 'mdia', 'minf', 'stbl', 'stsd')?.subarray(8);
		if (track === undefined || entry === undefined)
			throw new BrokenMedia('there is no video track');
		const movie = timing(find(moov, 'mvhd'));
		const media = timing(find(track, 'mdia', 'mdhd'));
		const stts = find(track, 'mdia', 'minf', 'stbl', 'stts');
		const samples = stts === undefined ? 0 : sampleCount(stts);
		return {
			codec: entry.toString('latin1', 4, 8),
			width: entry.readUInt16BE(32),
			height: entry.readUInt16BE(34),
			...(movie === undefined ? {} : { durationSec: movie.duration / movie.scale }),
			...(media === undefined || samples === 0
				? {}
				: { framesPerSecond: (samples * media.scale) / media.duration }),
		};
	} catch (problem) {
		throw new BrokenMedia(problem instanceof Error ? problem.message : String(problem));
	}
}
