import type { Readable } from '../context';

/**
 * Hands out consecutive parts of a stream as streams of their own, without holding more than the piece that was read
 * last. A part that is asked for out of order reopens the stream and skips.
 */
export class StreamSlices {
	private open?: { stream: Readable; pieces: AsyncIterator<Buffer>; rest?: Buffer; position: number };

	/** Why the last part ended early. */
	defect?: Error;

	/**
	 * @param reopen opens the stream anew, from its first byte
	 * @param tooShort makes the error for a stream that ends before its announced end
	 */
	constructor(
		private readonly reopen: () => Promise<Readable>,
		private readonly tooShort: (position: number) => Error,
	) {}

	/** @returns a stream of exactly the bytes from `first` to `last`, both inclusive */
	async slice(first: number, last: number): Promise<Readable> {
		this.defect = undefined;
		if (this.open?.position !== first) await this.moveTo(first);
		const { stream } = this.open ?? (await this.moveTo(first));
		// Readable.from, reached through the stream itself: node:stream may not be imported by a community node.
		const { from } = stream.constructor as unknown as {
			from(source: AsyncIterable<Buffer>, options: { objectMode: boolean }): Readable;
		};
		return from(this.take(last - first + 1), { objectMode: false });
	}

	close(): void {
		this.open?.stream.destroy();
		this.open = undefined;
	}

	private async moveTo(position: number) {
		this.close();
		const stream = await this.reopen();
		// Without a listener, an error between two parts would end n8n's process; `next()` reports it all the same.
		stream.on('error', () => {});
		const open = { stream, pieces: stream[Symbol.asyncIterator](), rest: undefined, position: 0 };
		this.open = open;
		for await (const skipped of this.take(position)) void skipped;
		return open;
	}

	private async *take(bytes: number): AsyncGenerator<Buffer> {
		const { open } = this;
		if (!open) return;
		let wanted = bytes;
		let complete = false;
		try {
			while (wanted > 0) {
				const piece = open.rest ?? (await this.nextPiece(open.pieces, open.position));
				const part = piece.length > wanted ? piece.subarray(0, wanted) : piece;
				open.rest = piece.length > wanted ? piece.subarray(wanted) : undefined;
				open.position += part.length;
				wanted -= part.length;
				yield part;
			}
			complete = true;
		} finally {
			// Given up in the middle: nobody knows how much was used, so the next part reopens.
			if (!complete && this.open === open) this.close();
		}
	}

	private async nextPiece(pieces: AsyncIterator<Buffer>, position: number): Promise<Buffer> {
		const next = await pieces.next().then(
			(result) => result,
			async (error: Error) => {
				this.defect = error;
				return await Promise.reject(error);
			},
		);
		if (!next.done) return next.value;
		this.defect = this.tooShort(position);
		throw this.defect;
	}
}
