/** The first bytes of a source, as they were read, up to a bound: what the header check has read is uploaded without being fetched again. */
export class Beginning {
	/** In bytes. */
	length = 0;

	private pieces: Buffer[] = [];

	/** @param max the bound, in bytes; a piece more may be kept */
	constructor(private readonly max: number) {}

	/** Keeps the piece if it is the next one. */
	add(at: number, piece: Buffer): void {
		if (at !== this.length || this.length >= this.max) return;
		this.pieces.push(piece);
		this.length += piece.length;
	}

	/** @returns the bytes from `at` on, 1 to `max` of them; undefined where they are not kept */
	from(at: number, max: number): Buffer | undefined {
		let start = 0;
		for (const piece of this.pieces) {
			if (at < start + piece.length) return piece.subarray(at - start, at - start + max);
			start += piece.length;
		}
		return undefined;
	}

	clear(): void {
		this.pieces = [];
		this.length = 0;
	}
}
