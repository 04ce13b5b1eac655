import { BoundReached, MediaDefect, type MediaReader } from './mediaFacts';

/** What one inspection may cost, whatever the file says about itself. */
export const readBounds = {
	/** Of all reads together, in bytes. */
	total: 16 * 1024 * 1024,
	/** Of one read, in bytes. */
	piece: 64 * 1024,
	reads: 8_192,
	/** Boxes or elements looked at. */
	boxes: 200_000,
} as const;

/** In bytes: the index of a short video that has it in front comes with the first read. */
const firstLookAhead = 16 * 1024;
const lookAhead = 4 * 1024;

/**
 * Reads a file with a small look-ahead, within bounds. As long as it is asked in order, so is the source: no byte is read
 * twice, so that a stream which can only skip forward is opened once.
 */
export class BoundedReader {
	private held: Buffer = Buffer.alloc(0);

	private heldFrom = 0;

	private total = 0;

	private reads = 0;

	private boxes = 0;

	constructor(private readonly source: MediaReader) {}

	get size(): number {
		return this.source.size;
	}

	/** @throws BoundReached after too many boxes */
	countBox(): void {
		this.boxes += 1;
		if (this.boxes > readBounds.boxes) throw new BoundReached('boxes');
	}

	/**
	 * The first bytes of a part of the file. Where the part is shorter they are filled up with zeros, which everywhere in
	 * these headers mean “unknown” or “none”.
	 */
	async head(from: number, to: number, length: number): Promise<Buffer> {
		const bytes = await this.bytes(from, Math.max(0, Math.min(length, to - from)));
		return bytes.length === length ? bytes : Buffer.concat([bytes], length);
	}

	/**
	 * The bytes of a table in pieces of whole entries.
	 *
	 * @param entry size of an entry, in bytes
	 * @param count entries that the table claims; those that it has no room for are left out
	 */
	async *table(from: number, to: number, entry: number, count: number): AsyncGenerator<Buffer> {
		const end = from + entry * Math.min(count, Math.floor((to - from) / entry));
		const step = Math.floor(readBounds.piece / entry) * entry;
		for (let at = from; at < end; at += step) {
			yield await this.bytes(at, Math.min(step, end - at));
		}
	}

	/**
	 * @param length at most one piece
	 * @throws BoundReached when the inspection costs too much; MediaDefect when the file ends before
	 */
	async bytes(from: number, length: number): Promise<Buffer> {
		if (length === 0) return Buffer.alloc(0);
		const heldTo = this.heldFrom + this.held.length;
		if (from < this.heldFrom || from > heldTo) await this.hold(Buffer.alloc(0), from, length);
		else if (from + length > heldTo)
			await this.hold(this.held.subarray(from - this.heldFrom), from, length);
		return this.held.subarray(from - this.heldFrom, from - this.heldFrom + length);
	}

	private async hold(rest: Buffer, from: number, length: number): Promise<void> {
		const at = from + rest.length;
		const ahead = at === 0 ? firstLookAhead : lookAhead;
		const wanted = Math.min(Math.max(length - rest.length, ahead), this.size - at);
		this.reads += 1;
		this.total += wanted;
		if (this.reads > readBounds.reads || this.total > readBounds.total)
			throw new BoundReached('reads');
		const bytes = await this.source.read(at, wanted);
		if (bytes === undefined) throw new BoundReached('distance');
		if (rest.length + bytes.length < length) {
			throw new MediaDefect(`it ends after ${at + bytes.length} of ${this.size} bytes`);
		}
		this.held = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
		this.heldFrom = from;
	}
}
