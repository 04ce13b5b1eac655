import { rethrow } from '../../shared/errors/rethrow';
import type { Readable } from '../../shared/context';
import { readableFrom } from './readableFrom';
import { fillYoungSpace } from './youngSpace';

/** A stream, and the byte of the source at which it begins. */
export interface OpenStream {
	stream: Readable;
	position: number;
}

/**
 * Hands out consecutive parts of a stream as streams of their own, without holding more than the piece that was read
 * last. A part further on is reached by reading over what lies between, any other by opening the stream anew.
 */
export class StreamSlices {
	private open?: {
		stream: Readable;
		pieces: AsyncIterator<Buffer>;
		rest?: Buffer;
		position: number;
	};

	/** Why the last part ended early. */
	defect?: Error;

	/** Bytes read so far, without those that were skipped. */
	handedOut = 0;

	/**
	 * @param reopen opens the stream anew, at the wanted byte or before it
	 * @param tooShort makes the error for a stream that ends before its announced end
	 * @param maxSkip how many bytes are rather read over than reopened for
	 * @param buffersPerByte how often each byte has lain in a Buffer by the time it comes (docs/performance.md)
	 */
	constructor(
		private readonly reopen: (wanted: number) => Promise<OpenStream>,
		private readonly tooShort: (position: number) => Error,
		private readonly maxSkip = Infinity,
		private readonly buffersPerByte = 1,
	) {}

	/** @returns a stream of exactly the bytes from `first` to `last`, both inclusive */
	async slice(first: number, last: number): Promise<Readable> {
		this.defect = undefined;
		if (this.open?.position !== first) await this.moveTo(first);
		const { stream } = this.open ?? (await this.moveTo(first));
		return readableFrom(stream, this.take(last - first + 1));
	}

	close(): void {
		this.open?.stream.destroy();
		this.open = undefined;
	}

	private async moveTo(wanted: number) {
		const { open: current } = this;
		if (current && wanted >= current.position && wanted - current.position <= this.maxSkip) {
			await this.skip(wanted - current.position);
			return current;
		}
		this.close();
		const { stream, position } = await this.reopen(wanted);
		// Without a listener, an error between two parts would end n8n's process; `next()` reports it all the same.
		stream.on('error', () => {});
		const open = { stream, pieces: stream[Symbol.asyncIterator](), rest: undefined, position };
		this.open = open;
		await this.skip(wanted - position);
		return open;
	}

	private async skip(bytes: number): Promise<void> {
		for await (const { length } of this.take(bytes)) this.handedOut -= length;
	}

	private async *take(bytes: number): AsyncGenerator<Buffer> {
		const { open } = this;
		if (!open) return;
		let wanted = bytes;
		let complete = false;
		try {
			while (wanted > 0) {
				const piece = open.rest ?? (await this.nextPiece(open));
				const part = piece.length > wanted ? piece.subarray(0, wanted) : piece;
				open.rest = piece.length > wanted ? piece.subarray(wanted) : undefined;
				open.position += part.length;
				this.handedOut += part.length;
				wanted -= part.length;
				fillYoungSpace(part.length * this.buffersPerByte);
				yield part;
			}
			complete = true;
		} finally {
			// Given up in the middle: nobody knows how much was used, so the next part reopens.
			if (!complete && this.open === open) this.close();
		}
	}

	private async nextPiece(open: NonNullable<StreamSlices['open']>): Promise<Buffer> {
		const next = await open.pieces.next().then(
			(result) => result,
			async (error: Error) => {
				// A stream that was closed for another one ends like this too, and says nothing about the source.
				if (this.open === open) this.defect = error;
				return rethrow(error);
			},
		);
		if (!next.done) return next.value;
		this.defect = this.tooShort(open.position);
		throw this.defect;
	}
}
