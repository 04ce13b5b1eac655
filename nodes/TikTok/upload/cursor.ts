import { sleep } from 'n8n-workflow';

import type { Readable } from '../../shared/context';
import { rethrow } from '../../shared/errors/rethrow';

/** How long a stream may give nothing while it is waited for, in ms. */
const silenceMs = 60_000;

/** How often is looked whether something came, in ms. */
const lookEveryMs = 250;

/** A stream gave nothing for too long. */
export class SilenceError extends Error {}

/** A stream ended before the byte that is wanted. */
export class EarlyEndError extends Error {}

/**
 * A stream that is being opened, for as long as a source may be silent.
 *
 * @throws SilenceError; what the opening throws
 */
export async function opened<T extends { stream: Readable }>(opening: Promise<T>): Promise<T> {
	const since = Date.now();
	let isOver = false;
	const watch = async () => {
		while (!isOver && Date.now() - since <= silenceMs) await sleep(lookEveryMs);
		if (!isOver) throw silence();
		return await opening;
	};
	try {
		return await Promise.race([opening, watch()]);
	} catch (error) {
		// One that comes too late is not needed any more.
		if (error instanceof SilenceError)
			void opening.then(
				({ stream }) => stream.destroy(),
				() => {},
			);
		return rethrow(error);
	} finally {
		isOver = true;
	}
}

const silence = () => new SilenceError(`Nothing came for ${silenceMs} ms`);

/** A place in an open stream. One that gives nothing for a minute is ended, so that it can be opened anew. */
export class Cursor {
	/** Bytes that have been read from it, those that were skipped included. */
	came = 0;

	private rest?: Buffer;

	private readonly pieces: AsyncIterator<Buffer>;

	/** The wait for a piece, while there is one. */
	private wait?: { since: number; giveUp: (error: Error) => void };

	private isWatched = false;

	/** @param position the byte of the file at which the stream begins */
	constructor(
		readonly stream: Readable,
		public position: number,
	) {
		// Without a listener, an error while nobody reads would end n8n's process; `next()` reports it all the same.
		stream.on('error', () => {});
		this.pieces = stream[Symbol.asyncIterator]();
	}

	/**
	 * @returns the next bytes, `max` at most; undefined at the end of the stream
	 * @throws SilenceError; the stream's own error
	 */
	async next(max: number): Promise<Buffer | undefined> {
		const piece = this.rest ?? (await this.nextPiece());
		if (piece === undefined) return undefined;
		const part = piece.length > max ? piece.subarray(0, max) : piece;
		this.rest = piece.length > max ? piece.subarray(max) : undefined;
		this.position += part.length;
		this.came += part.length;
		return part;
	}

	/**
	 * Reads over everything before a byte.
	 *
	 * @param keep of how many of the last bytes that are read over a copy is wanted
	 * @throws EarlyEndError when the stream ends before; what {@link next} throws
	 */
	async skipTo(wanted: number, keep = 0): Promise<Buffer> {
		let kept: Buffer = Buffer.alloc(0);
		while (this.position < wanted) {
			const piece = await this.next(wanted - this.position);
			if (piece === undefined) throw new EarlyEndError(`Ended at byte ${this.position}`);
			if (this.position > wanted - keep) kept = Buffer.concat([kept, piece]);
		}
		return kept.subarray(Math.max(0, kept.length - keep));
	}

	close(): void {
		this.end(new Error('Closed'));
	}

	private async nextPiece(): Promise<Buffer | undefined> {
		try {
			const { value, done } = await new Promise<IteratorResult<Buffer, unknown>>(
				(resolve, giveUp) => {
					this.wait = { since: Date.now(), giveUp };
					if (!this.isWatched) void this.watch();
					this.pieces.next().then(resolve, giveUp);
				},
			);
			return done ? undefined : value;
		} finally {
			this.wait = undefined;
		}
	}

	/** Looks at the wait until there is none. */
	private async watch(): Promise<void> {
		this.isWatched = true;
		while (this.wait) {
			await sleep(lookEveryMs);
			if (this.wait && Date.now() - this.wait.since > silenceMs) this.end(silence());
		}
		this.isWatched = false;
	}

	/** Not every stream tells whoever waits for it that it was destroyed. */
	private end(error: Error): void {
		this.stream.destroy();
		this.wait?.giveUp(error);
	}
}
