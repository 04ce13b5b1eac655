/** So many bytes are read once more when a source is opened anew, and compared: whether it is the same file is seen by its bytes. */
export const maxOverlap = 4096;

/** The bytes of a source right before the places where it may be opened anew. */
export class BytesBefore {
	/** The byte that was reached. */
	reached = 0;

	/** The last pieces before it: {@link maxOverlap} bytes, where there are so many. */
	private pieces: Buffer[] = [];

	private length = 0;

	/** The bytes before each part. */
	private readonly parts = new Map<number, Buffer>();

	private max = maxOverlap;

	note(at: number, piece: Buffer): void {
		if (at !== this.reached) [this.pieces, this.length] = [[], 0];
		this.pieces.push(piece);
		this.length += piece.length;
		this.reached = at + piece.length;
		while (this.length - this.pieces[0].length >= maxOverlap)
			this.length -= this.pieces.shift()?.length ?? 0;
	}

	/** Keeps what is known for a part that begins here. */
	keepFor(first: number): void {
		if (first === this.reached && !this.parts.has(first)) this.parts.set(first, this.last());
	}

	/** @param came what a stream gave, in bytes: where they are few, the overlap must not take them all */
	noteYield(came: number): void {
		if (came > 0) this.max = Math.min(maxOverlap, Math.floor(came / 2));
	}

	/** @returns what is known, {@link maxOverlap} bytes at most */
	at(place: number): Buffer {
		const known = place === this.reached ? this.last() : this.parts.get(place);
		return known?.subarray(Math.max(0, known.length - this.max)) ?? Buffer.alloc(0);
	}

	/** A copy, since a piece may be much longer. */
	private last(): Buffer {
		const bytes = Buffer.concat(this.pieces);
		return Buffer.from(bytes.subarray(Math.max(0, bytes.length - maxOverlap)));
	}
}
