import type { Readable } from '../../shared/context';
import type { ParameterError } from '../../shared/errors/parameterError';
import type { SourceUnavailableError } from './source';

/** A stream, and the byte of the source at which it begins. */
export interface Opening {
	stream: Readable;
	position: number;
	/** Of the whole source, in bytes, where it is known. */
	size?: number;
}

/** Where a source's bytes come from: a web host, n8n's store. */
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
