import type { BoundedReader } from './boundedReader';
import { boxes, longOrShort, type Box } from './box';
import { FrameTimes } from './frameTimes';
import type { Movie } from './movie';
import type { Track } from './track';

interface Run {
	frames: FrameTimes;
	/** When the first fragment begins and the last ends, in ticks of the track. */
	first: number;
	end: number;
}

/** Adds up what the `moof` boxes of a fragmented file hold. */
export class Fragments {
	private readonly runs = new Map<number, Run>();

	private indexed = 0;

	constructor(
		private readonly reader: BoundedReader,
		private readonly movie: Movie,
	) {}

	get isEmpty(): boolean {
		return this.runs.size === 0;
	}

	/** The frames of one track, the samples in `moov` included. */
	framesOf({ id, table }: Track): FrameTimes {
		return new FrameTimes().append(table.times).append(this.runs.get(id)?.frames);
	}

	/** From the first frame of a track to its last, in seconds, when all fragments have been added. */
	secondsOf({ id, timescale }: Track): number {
		const run = this.runs.get(id);
		return run && timescale > 0 ? (run.end - run.first) / timescale : 0;
	}

	/** From the first frame of any track to the last, in seconds, when all fragments have been added. */
	get seconds(): number {
		let first = Infinity;
		let end = 0;
		for (const { id, timescale } of this.movie.tracks) {
			const run = this.runs.get(id);
			if (!run || timescale === 0) continue;
			first = Math.min(first, run.first / timescale);
			end = Math.max(end, run.end / timescale);
		}
		return end - first;
	}

	/** What the file says about its length, in seconds, the likeliest first; 0 where it does not. */
	get declaredSeconds(): number[] {
		return [this.indexed, this.movie.fragmentedTicks / this.movie.timescale];
	}

	/** Reads a `sidx` box, when it lists the whole rest of the file. */
	async addIndex(box: Box): Promise<void> {
		const bytes = await this.reader.head(box.body, box.end, 32);
		const isLong = bytes[0] === 1;
		const timescale = bytes.readUInt32BE(8);
		const start = box.end + longOrShort(bytes, isLong ? 20 : 16, isLong);
		const count = bytes.readUInt16BE(isLong ? 30 : 22);
		let end = start;
		let ticks = 0;
		for await (const piece of this.reader.table(
			box.body + (isLong ? 32 : 24),
			box.end,
			12,
			count,
		)) {
			for (let at = 0; at < piece.length; at += 12) {
				end += piece.readUInt32BE(at) & 0x7fffffff;
				ticks += piece.readUInt32BE(at + 4);
			}
		}
		if (timescale > 0 && end >= this.reader.size * 0.9)
			this.indexed = Math.max(this.indexed, ticks / timescale);
	}

	async add(moof: Box): Promise<void> {
		for await (const box of boxes(this.reader, moof.body, moof.end)) {
			if (box.type === 'traf') await this.addTrack(box);
		}
	}

	private async addTrack(traf: Box): Promise<void> {
		let id = 0;
		let sampleTicks = 0;
		let start: number | undefined;
		const frames = new FrameTimes();
		for await (const box of boxes(this.reader, traf.body, traf.end)) {
			if (box.type === 'tfhd') ({ id, sampleTicks } = await this.readHeader(box));
			if (box.type === 'tfdt') {
				const bytes = await this.reader.head(box.body, box.end, 12);
				start = longOrShort(bytes, 4, bytes[0] === 1);
			}
			if (box.type !== 'trun') continue;
			await this.readRun(box, sampleTicks, frames);
		}
		const ofMovie = this.movie.tracks.find((track) => track.id === id)?.table.times.ticks ?? 0;
		const sum = this.runs.get(id);
		const first = start ?? sum?.end ?? ofMovie;
		this.runs.set(id, {
			frames: sum?.frames.append(frames) ?? frames,
			first: Math.min(sum?.first ?? (ofMovie > 0 ? 0 : first), first),
			end: Math.max(sum?.end ?? 0, first + frames.ticks),
		});
	}

	private async readHeader(tfhd: Box): Promise<{ id: number; sampleTicks: number }> {
		const bytes = await this.reader.head(tfhd.body, tfhd.end, 24);
		const flags = bytes.readUInt32BE(0);
		const id = bytes.readUInt32BE(4);
		const at = 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0);
		return {
			id,
			sampleTicks: flags & 8 ? bytes.readUInt32BE(at) : (this.movie.sampleTicks.get(id) ?? 0),
		};
	}

	private async readRun(trun: Box, sampleTicks: number, frames: FrameTimes): Promise<void> {
		const { reader } = this;
		const bytes = await reader.head(trun.body, trun.end, 8);
		const flags = bytes.readUInt32BE(0);
		const count = bytes.readUInt32BE(4);
		// A count that no file of this size can hold says nothing.
		if (count > reader.size) return;
		if (!(flags & 0x100)) return frames.add(count, sampleTicks);
		const size = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
		const from = trun.body + 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
		for await (const piece of reader.table(from, trun.end, size, count)) {
			for (let at = 0; at < piece.length; at += size) frames.add(1, piece.readUInt32BE(at));
		}
	}
}
