import { pauseBeforeRetry } from '../../shared/api/retry';
import { throwIfCancelled, wait } from '../../shared/async/wait';
import { Cursor, opened } from './cursor';
import type { Origin } from './origin';
import { isFinal, SourceGoneError } from './source';

/** How often a place is asked for while the source is out of reach. */
const maxTries = 3;

/**
 * Reads headers far from the beginning of a source, through a stream of its own. They are of use, but no reason to stop: a
 * link may work only once.
 */
export class FarHeader {
	private cursor?: Cursor;

	private openings = 0;

	/** Whether the stream begins at the start of the source, since there is no other way. */
	private isWhole = false;

	constructor(private readonly origin: Origin) {}

	/**
	 * @returns `length` bytes; undefined where they cannot be had, or cost more than the origin allows for
	 * @throws Error when cancelled
	 */
	async look(first: number, length: number, signal: AbortSignal): Promise<Buffer | undefined> {
		for (let tries = 1; tries <= maxTries; tries++) {
			try {
				return await this.bytes(first, length);
			} catch (error) {
				throwIfCancelled(signal);
				this.close();
				if (isFinal(error) || error instanceof SourceGoneError) return undefined;
				await wait(pauseBeforeRetry('retry', tries, Math.random()) ?? 0, signal);
			}
		}
		return undefined;
	}

	close(): void {
		this.cursor?.close();
		this.cursor = undefined;
	}

	private async bytes(first: number, length: number): Promise<Buffer | undefined> {
		const { maxSkip, far } = this.origin;
		const gap = this.cursor ? first - this.cursor.position : -1;
		if (!this.cursor || gap < 0 || (gap > maxSkip && !this.isWhole)) {
			if (this.openings === far.openings) return undefined;
			this.openings += 1;
			this.close();
			const { stream, position } = await opened(this.origin.open(first));
			this.cursor = new Cursor(stream, position);
			this.isWhole = position < first;
		}
		if (this.isWhole && first + length > far.readOver) return undefined;
		await this.cursor.skipTo(first);
		return await this.cursor.skipTo(first + length, length);
	}
}
