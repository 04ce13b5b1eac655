import type { Readable } from '../../shared/context';
import { throwIfCancelled, wait } from '../../shared/async/wait';
import { rethrow } from '../../shared/errors/rethrow';
import { Beginning } from './beginning';
import { BytesBefore } from './bytesBefore';
import { Cursor, EarlyEndError, opened } from './cursor';
import { FarHeader } from './farHeader';
import type { Opening, Origin } from './origin';
import { Patience } from './patience';
import { readableFrom } from './readableFrom';
import { isFinal, SourceGoneError, SourceUnavailableError } from './source';
import { fillYoungSpace } from './youngSpace';

/** So many of the first bytes are kept, so that they are fetched once for the header and the upload; a small file is kept whole. */
export const maxBeginning = 8 * 1024 * 1024;

/** So many ends at the same place are the end: an answer that is cut short ends somewhere else the next time. */
const maxEarlyEnds = 3;

/**
 * Reads a source whose streams may end early, break or fall silent: it is opened at a byte, and opened again at the byte reached, so
 * that whoever reads sees one whole stream. Attempts count only while nothing comes. When a source is opened anew, the bytes right
 * before are read once more and compared; what its host says of the version is not needed. The last byte is handed out
 * only once the source has ended there.
 *
 * In memory it keeps the last piece, 4 KiB for each part, and of the beginning what the header check has read, up to
 * {@link maxBeginning}.
 */
export class SourceReader {
	/** In bytes; infinite until it is known. */
	size = Infinity;

	/** Bytes handed out for the upload so far. */
	handedOut = 0;

	/** Whether the source is waited for, rather than whoever reads. */
	isWaiting = false;

	/** Why the last part could not be read to its end. */
	defect?: unknown;

	/** The stream that is uploaded. */
	private main?: Cursor;

	/** Looks further on, while `main` waits at the beginning. */
	private readonly far: FarHeader;

	private readonly beginning = new Beginning(maxBeginning);

	private readonly before = new BytesBefore();

	private readonly patience = new Patience();

	/** A stream of the source, through which other streams are made. */
	private anyStream?: Readable;

	/** Who reads now; a part that is read no longer must not go on in the background. */
	private turn = new AbortController();

	private isReading = false;

	/** Whether a part that was asked for turned out to be another one: from then on the source is read from its start. */
	private distrustsParts = false;

	/** Whether the size is what was counted, whatever else is said. */
	private isCounted = false;

	/** Where the source ended too early the last time, and how often it did there. */
	private earlyEnd = { at: -1, count: 0 };

	/** @param cancel the execution's cancel signal */
	constructor(
		private readonly origin: Origin,
		private readonly cancel?: AbortSignal,
	) {
		this.far = new FarHeader(origin);
	}

	/**
	 * Opens the source at its start.
	 *
	 * @throws ParameterError when it cannot be opened
	 */
	async begin(): Promise<void> {
		const signal = this.signal();
		await this.trying(signal, async () => await this.cursorAt(0, signal));
	}

	/** Goes on with a stream that was opened elsewhere. */
	adopt({ stream, position }: Opening): void {
		this.drop();
		this.main = new Cursor(stream, position);
		this.anyStream = stream;
	}

	/**
	 * Reads the source once through, to learn its size where nobody says it. As much as {@link maxBeginning} is kept.
	 *
	 * @param max where counting stops, in bytes
	 * @param report told again and again how many there are so far
	 */
	async count(max: number, report?: (bytes: number) => void): Promise<number> {
		const signal = this.signal();
		this.size = Infinity;
		this.isCounted = true;
		let at = 0;
		for (;;) {
			const piece = await this.pieceAt(at, max, signal, true);
			if (piece === undefined || at > max) break;
			at += piece.length;
			report?.(at);
		}
		this.size = at;
		this.patience.startFrom(0);
		this.drop();
		return at;
	}

	/**
	 * Bytes for the header check. Those near the beginning are kept, and are not fetched again for the upload.
	 *
	 * @returns `length` bytes, or as many as there are; undefined where they cannot be had at a reasonable price
	 * @throws ParameterError when the beginning cannot be read
	 */
	async look(first: number, length: number): Promise<Buffer | undefined> {
		const signal = this.signal();
		if (first + length > maxBeginning) return await this.far.look(first, length, signal);
		const pieces: Buffer[] = [];
		const last = Math.min(first + length, this.size) - 1;
		let at = Math.min(first, this.beginning.length);
		while (at <= last) {
			const piece = await this.pieceAt(at, last - at + 1, signal, true);
			if (piece === undefined) break;
			if (at + piece.length > first) pieces.push(piece.subarray(Math.max(0, first - at)));
			at += piece.length;
		}
		return Buffer.concat(pieces);
	}

	/**
	 * @returns a stream of exactly the bytes from `first` to `last`, both inclusive
	 * @throws ParameterError when the source is gone, or no longer what it was
	 */
	async read(first: number, last: number): Promise<Readable> {
		// One that is still being read would take this one's bytes.
		if (this.isReading) this.drop();
		this.isReading = false;
		// A part that broke off while it waited for the source is not asked for again with new patience.
		if (!this.isWaiting) this.patience.startFrom(first);
		this.isWaiting = false;
		this.turn.abort();
		this.turn = new AbortController();
		const signal = this.signal();
		this.far.close();
		this.defect = undefined;
		if (first >= this.beginning.length && this.size > maxBeginning) this.beginning.clear();
		this.before.keepFor(first);
		if (!this.anyStream || !this.beginning.from(first, 1))
			await this.trying(signal, async () => await this.cursorAt(first, signal));
		return readableFrom(this.anyStream as Readable, this.part(first, last, signal));
	}

	close(): void {
		this.turn.abort();
		this.far.close();
		this.drop();
		this.beginning.clear();
	}

	private signal(): AbortSignal {
		return AbortSignal.any([this.turn.signal, ...(this.cancel ? [this.cancel] : [])]);
	}

	private async *part(first: number, last: number, signal: AbortSignal): AsyncGenerator<Buffer> {
		this.isReading = true;
		const isSmall = this.size <= maxBeginning;
		let at = first;
		try {
			while (at <= last) {
				const piece = await this.pieceAt(at, last - at + 1, signal, isSmall);
				if (piece === undefined) throw this.origin.endsAt(at, this.size);
				at += piece.length;
				this.handedOut += piece.length;
				fillYoungSpace(piece.length * this.origin.buffersPerByte);
				yield piece;
			}
		} catch (error) {
			if (!signal.aborted) this.defect = error;
			rethrow(error);
		} finally {
			if (!signal.aborted) this.isReading = false;
			// Given up in the middle: the next part begins elsewhere, unless all that came is kept.
			if (!signal.aborted && at <= last && !isSmall) this.drop();
		}
	}

	/** @returns bytes from `at` on, at most `max`; undefined where a source of unknown size ends */
	private async pieceAt(
		at: number,
		max: number,
		signal: AbortSignal,
		keeps: boolean,
	): Promise<Buffer | undefined> {
		const kept = this.beginning.from(at, max);
		if (kept) return kept;
		this.isWaiting = true;
		const piece = await this.trying(signal, async () => await this.nextPiece(at, max, signal));
		this.isWaiting = false;
		if (keeps && piece) this.beginning.add(at, piece);
		return piece;
	}

	private async nextPiece(at: number, max: number, signal: AbortSignal) {
		const cursor = await this.cursorAt(at, signal);
		const piece = await cursor.next(max);
		if (piece === undefined) return this.noteEnd(at);
		this.before.note(at, piece);
		this.patience.noteArrival(cursor.position);
		if (cursor.position === this.size) await this.requireEnd(cursor);
		return piece;
	}

	private noteEnd(at: number): undefined {
		if (this.size === Infinity) return undefined;
		const count = this.earlyEnd.at === at ? this.earlyEnd.count + 1 : 1;
		this.earlyEnd = { at, count };
		if (count === maxEarlyEnds) throw this.origin.endsAt(at, this.size);
		throw new EarlyEndError(`Ended at byte ${at}`);
	}

	/** A source that breaks off behind its last byte has given all that it said it has. */
	private async requireEnd(cursor: Cursor): Promise<void> {
		const more = await cursor.next(1).catch(() => undefined);
		if (more === undefined) return;
		throw this.isCounted ? this.origin.changed() : this.origin.goesOn(this.size);
	}

	/** Tries again as long as that may help. */
	private async trying<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
		for (;;) {
			try {
				return await attempt();
			} catch (error) {
				throwIfCancelled(signal);
				this.drop();
				if (isFinal(error)) return rethrow(error);
				const pauseMs = this.patience.pauseAfter(error, this.handedOut > 0);
				if (pauseMs === undefined) throw this.givenUp(error);
				if (pauseMs > 0) await wait(pauseMs, signal);
			}
		}
	}

	private givenUp(error: unknown): Error {
		const { failures } = this.patience;
		this.patience.forget();
		if (error instanceof SourceUnavailableError || error instanceof SourceGoneError)
			return error.after(failures);
		return this.origin.brokeOff(this.before.reached, this.size, failures);
	}

	private async cursorAt(at: number, signal: AbortSignal): Promise<Cursor> {
		const { main } = this;
		if (main && main.position <= at && at - main.position <= this.origin.maxSkip) {
			await main.skipTo(at);
			return main;
		}
		this.drop();
		const known = this.before.at(at);
		const opening = await opened(this.origin.open(this.distrustsParts ? 0 : at - known.length));
		const cursor = new Cursor(opening.stream, opening.position);
		try {
			throwIfCancelled(signal);
			const isSame = this.size === Infinity || this.isCounted || opening.size === undefined;
			if (!isSame && opening.size !== this.size) throw this.origin.changed();
			const before = await cursor.skipTo(at, known.length);
			throwIfCancelled(signal);
			if (!before.equals(known)) throw this.otherBytes(opening);
		} catch (error) {
			this.before.noteYield(cursor.came);
			cursor.close();
			rethrow(error);
		}
		this.main = cursor;
		this.anyStream = opening.stream;
		return cursor;
	}

	/** Not every host that gives a part gives the one it says, or a part of the same form. */
	private otherBytes({ position }: Opening): Error {
		if (position === 0) return this.origin.changed();
		this.distrustsParts = true;
		return new EarlyEndError('Another part than the one that was asked for');
	}

	private drop(): void {
		if (!this.main) return;
		this.before.noteYield(this.main.came);
		this.main.close();
		this.main = undefined;
	}
}
