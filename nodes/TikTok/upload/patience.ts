import { pauseBeforeRetry } from '../../shared/api/retry';
import { SilenceError } from './cursor';
import { SourceGoneError, SourceUnavailableError } from './source';

/** A try that waited for nothing for a minute counts as so many, so that a silent source is given up after minutes. */
const silentTryWeight = 3;

/** How long a source is tried again: failures count only while nothing comes. All places in bytes. */
export class Patience {
	/** Failures since a byte came that had not come before. */
	failures = 0;

	private weight = 0;

	/** The farthest byte that has come since an earlier one was asked for again. */
	private farthest = 0;

	/** Whether the stream that is open has given something. */
	private hasCome = false;

	/** @param end the byte behind what has come */
	noteArrival(end: number): void {
		if (end <= this.farthest) return;
		this.farthest = end;
		this.hasCome = true;
		this.forget();
	}

	/** Bytes that have come are asked for again, and coming again is progress. */
	startFrom(first: number): void {
		this.farthest = Math.min(this.farthest, first);
	}

	/**
	 * @param isUnderWay whether bytes have been sent: then there is time for minutes
	 * @returns how long to wait before the source is opened again, in ms; undefined when it is given up
	 */
	pauseAfter(error: unknown, isUnderWay: boolean): number | undefined {
		// Some hosts give a file in pieces: what came was worth the request.
		if (this.hasCome) {
			this.hasCome = false;
			return 0;
		}
		this.failures += 1;
		this.weight += error instanceof SilenceError ? silentTryWeight : 1;
		const isPatient = isUnderWay && !(error instanceof SourceGoneError);
		const retryAfterMs = error instanceof SourceUnavailableError ? error.retryAfterMs : undefined;
		const patience = isPatient ? 'upload' : 'retry';
		return pauseBeforeRetry(patience, this.weight, Math.random(), retryAfterMs);
	}

	forget(): void {
		this.failures = 0;
		this.weight = 0;
	}
}
