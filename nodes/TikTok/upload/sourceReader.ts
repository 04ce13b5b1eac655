import type { Readable } from '../../shared/context';
import { pauseBeforeRetry } from '../../shared/api/retry';
import { throwIfCancelled, wait } from '../../shared/async/wait';
import { ParameterError } from '../../shared/errors/parameterError';
import { rethrow } from '../../shared/errors/rethrow';
import { Beginning } from './beginning';
import { Cursor, EarlyEndError, opened, SilenceError } from './cursor';
import { readableFrom } from './readableFrom';
import { SourceGoneError, SourceUnavailableError } from './source';
import { fillYoungSpace } from './youngSpace';

/** So many of the first bytes are kept, so that they are fetched once for the header and the upload; a small file is kept whole. */
export const maxBeginning = 8 * 1024 * 1024;

/** So many bytes are read once more when a source is opened anew, and compared: whether it is the same file is seen by its bytes. */
export const maxOverlap = 4096;

/** A try that waited for nothing for a minute counts as so many, so that a silent source is given up after minutes. */
const silentTryWeight = 3;

/** So many ends at the same place are the end: an answer that is cut short ends somewhere else the next time. */
const maxEarlyEnds = 3;

/** How often the place of a far header is asked for when the source is out of reach. */
const farTries = 3;

/** A stream, and the byte of the source at which it begins. */
export interface Opening {
	stream: Readable;
	position: number;
	/** Of the whole source, in bytes, where it is known. */
	size?: number;
}

/** Where a {@link SourceReader} gets its bytes from. */
export interface Origin {
	/**
	 * Opens the source at a byte, or before it where it can only be opened at its start.
	 *
	 * @throws SourceUnavailableError and SourceGoneError where another try may help; ParameterError where it cannot
	 */
	open(from: number): Promise<Opening>;
	/** Up to here reading on is cheaper than opening anew, in bytes. */
	readonly maxSkip: number;
	/** What may be spent on a header that lies far from the beginning: so many openings, and so many bytes read over, where there is no other way. */
	readonly far: { openings: number; readOver: number };
	/** How often each byte has lain in a Buffer by the time it comes (docs/performance.md). */
	readonly buffersPerByte: number;
	/** The source broke off again and again. */
	brokeOff(at: number, size: number, attempts: number): SourceUnavailableError;
	/** The source ends here, and should not yet. */
	endsAt(at: number, size: number): ParameterError;
	/** The source goes on where it should have ended. */
	goesOn(size: number): ParameterError;
	/** What comes now is not what came before. */
	changed(): ParameterError;
}

/**
 * Reads a source whose streams may end early, break or fall silent: it is opened at a byte, and opened again at the byte reached, so
 * that whoever reads sees one whole stream. Attempts count only while nothing comes. When a source is opened anew, the bytes right
 * before are read once more and compared; what its host says of the version is not needed. The last byte is handed out
 * only once the source has ended there.
 *
 * In memory it keeps the last piece, {@link maxOverlap} bytes for each part, and of the beginning what the header check has read, up to
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

	private main?: Cursor;

	/** Looks at a header far from the beginning, while `main` waits at the beginning. */
	private far?: Cursor;

	private farOpenings = 0;

	/** Whether it was opened at the start, since there is no other way. */
	private farIsWhole = false;

	private readonly beginning = new Beginning(maxBeginning);

	/** The place that was reached, and the last bytes before it. */
	private readonly reached = new Reached();

	/** The bytes right before each part. */
	private readonly beforeParts = new Map<number, Buffer>();

	/** A stream of the source, through which other streams are made. */
	private anyStream?: Readable;

	/** Who reads now; a part that is read no longer must not go on in the background. */
	private turn = new AbortController();

	private isReading = false;

	/** The farthest byte that has come since the last one was asked for again, and whether it came from the stream that is open now. */
	private farthest = 0;

	private hasCome = false;

	/** Failures since a byte came that had never come before: how many, and what they weigh. */
	private failures = { count: 0, weight: 0 };

	/** Whether a part that was asked for turned out to be another one: from then on the source is read from its start. */
	private distrustsParts = false;

	/** Whether the size is what was counted, whatever else is said. */
	private isCounted = false;

	/** Where the source ended too early the last time, and how often it did there. */
	private earlyEnd = { at: -1, count: 0 };

	/** What the last stream gave that gave anything, in bytes. */
	private lastYield = Infinity;

	/** @param cancel the execution's cancel signal */
	constructor(
		private readonly origin: Origin,
		private readonly cancel?: AbortSignal,
	) {}

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
	 */
	async count(max: number): Promise<number> {
		const signal = this.signal();
		this.size = Infinity;
		this.isCounted = true;
		let at = 0;
		for (;;) {
			const piece = await this.pieceAt(at, max, signal, true);
			if (piece === undefined || at > max) break;
			at += piece.length;
		}
		this.size = at;
		this.farthest = 0;
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
		if (first + length > maxBeginning) return await this.lookFar(first, length, signal);
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
		if (!this.isWaiting) this.farthest = Math.min(this.farthest, first);
		this.isWaiting = false;
		this.turn.abort();
		this.turn = new AbortController();
		const signal = this.signal();
		this.far?.close();
		this.far = undefined;
		this.defect = undefined;
		if (first >= this.beginning.length && this.size > maxBeginning) this.beginning.clear();
		if (this.reached.at === first) this.beforeParts.set(first, this.reached.before(maxOverlap));
		if (!this.anyStream || !this.beginning.from(first, 1))
			await this.trying(signal, async () => await this.cursorAt(first, signal));
		return readableFrom(this.anyStream as Readable, this.part(first, last, signal));
	}

	close(): void {
		this.turn.abort();
		this.far?.close();
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
		this.noteArrival(at, piece);
		if (cursor.position === this.size) await this.requireEnd(cursor);
		return piece;
	}

	private noteArrival(at: number, piece: Buffer): void {
		this.reached.note(at, piece);
		if (this.reached.at <= this.farthest) return;
		this.farthest = this.reached.at;
		this.hasCome = true;
		this.failures = { count: 0, weight: 0 };
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
				// Some hosts give a file in pieces: what came was worth the request.
				if (!this.hasCome) await this.pause(error, signal);
				this.hasCome = false;
			}
		}
	}

	private async pause(error: unknown, signal: AbortSignal): Promise<void> {
		const { count, weight } = this.failures;
		this.failures = {
			count: count + 1,
			weight: weight + (error instanceof SilenceError ? silentTryWeight : 1),
		};
		const { at } = this.reached;
		const isPatient = this.handedOut > 0 && !(error instanceof SourceGoneError);
		const retryAfterMs = error instanceof SourceUnavailableError ? error.retryAfterMs : undefined;
		const pauseMs = pauseBeforeRetry(
			isPatient ? 'upload' : 'retry',
			this.failures.weight,
			Math.random(),
			retryAfterMs,
		);
		if (pauseMs !== undefined) return await wait(pauseMs, signal);
		const attempts = this.failures.count;
		this.failures = { count: 0, weight: 0 };
		if (error instanceof SourceUnavailableError || error instanceof SourceGoneError)
			throw error.after(attempts);
		throw this.origin.brokeOff(at, this.size, attempts);
	}

	private async cursorAt(at: number, signal: AbortSignal): Promise<Cursor> {
		const { main } = this;
		if (main && main.position <= at && at - main.position <= this.origin.maxSkip) {
			await main.skipTo(at);
			return main;
		}
		this.drop();
		const known = this.bytesBefore(at);
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
			this.noteYield(cursor);
			cursor.close();
			rethrow(error);
		}
		this.hasCome = false;
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

	/** What is known of the bytes right before a place; fewer of them where a stream gives so few that they would take it all. */
	private bytesBefore(at: number): Buffer {
		const most = Math.min(maxOverlap, Math.floor(this.lastYield / 2));
		if (at === this.reached.at) return this.reached.before(most);
		const known = this.beforeParts.get(at) ?? Buffer.alloc(0);
		return known.subarray(Math.max(0, known.length - most));
	}

	private drop(): void {
		if (this.main) this.noteYield(this.main);
		this.main?.close();
		this.main = undefined;
	}

	private noteYield({ came }: Cursor): void {
		if (came > 0) this.lastYield = came;
	}

	/** A header far from the beginning is of use, but no reason to stop: a link may work only once. */
	private async lookFar(
		first: number,
		length: number,
		signal: AbortSignal,
	): Promise<Buffer | undefined> {
		for (let attempt = 1; attempt <= farTries; attempt++) {
			try {
				return await this.farBytes(first, length);
			} catch (error) {
				throwIfCancelled(signal);
				this.far?.close();
				this.far = undefined;
				if (isFinal(error) || error instanceof SourceGoneError) return undefined;
				await wait(pauseBeforeRetry('retry', attempt, Math.random()) ?? 0, signal);
			}
		}
		return undefined;
	}

	private async farBytes(first: number, length: number): Promise<Buffer | undefined> {
		const { maxSkip, far } = this.origin;
		const gap = this.far ? first - this.far.position : -1;
		if (!this.far || gap < 0 || (gap > maxSkip && !this.farIsWhole)) {
			if (this.farOpenings === far.openings) return undefined;
			this.farOpenings += 1;
			this.far?.close();
			const { stream, position } = await opened(this.origin.open(first));
			this.far = new Cursor(stream, position);
			this.farIsWhole = position < first;
		}
		if (this.farIsWhole && first + length > far.readOver) return undefined;
		await this.far.skipTo(first);
		return await this.far.skipTo(first + length, length);
	}
}

/** How far a source has been read, and the bytes right before. */
class Reached {
	at = 0;

	/** The last pieces: {@link maxOverlap} bytes, where there are so many. */
	private pieces: Buffer[] = [];

	private length = 0;

	note(at: number, piece: Buffer): void {
		if (at !== this.at) [this.pieces, this.length] = [[], 0];
		this.pieces.push(piece);
		this.length += piece.length;
		this.at = at + piece.length;
		while (this.length - this.pieces[0].length >= maxOverlap)
			this.length -= this.pieces.shift()?.length ?? 0;
	}

	/** @returns a copy of the last bytes, at most `max` */
	before(max: number): Buffer {
		const bytes = Buffer.concat(this.pieces);
		return bytes.subarray(Math.max(0, bytes.length - max));
	}
}

/** Whether another try cannot help. */
function isFinal(error: unknown): boolean {
	return (
		error instanceof ParameterError &&
		!(error instanceof SourceUnavailableError) &&
		!(error instanceof SourceGoneError)
	);
}
