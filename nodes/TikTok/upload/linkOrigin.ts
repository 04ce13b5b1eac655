import type { IExecuteFunctions } from 'n8n-workflow';

import { ParameterError } from '../../shared/errors/parameterError';
import { openLink, type Link, type LinkAnswer } from './link';
import type { Origin } from './origin';
import { LongerSourceError, SourceUnavailableError } from './source';

/** Up to here reading on is cheaper than a request by Range, in bytes. */
const maxSkip = 1024 * 1024;

/**
 * Looking for the header of a file that lies elsewhere: so many requests by Range; from a host without ranges, which has to
 * be read over, so many bytes.
 */
const far = { openings: 64, readOver: 64 * 1024 * 1024 };

/**
 * What comes over TLS lies in several Buffers: decrypted, as a piece of the answer, and put together by the stream; 2.9 for each byte
 * by V8's own samples, whatever the size of the host's TLS records.
 */
const buffersPerByte = 3;

const downloadFirst =
	'Download the file first (HTTP Request node, response format File) and choose the video source Binary File.';

/** What a web host gives. */
export class LinkOrigin implements Origin {
	readonly maxSkip = maxSkip;

	readonly far = far;

	readonly buffersPerByte = buffersPerByte;

	/** What the host said at first. */
	first?: LinkAnswer;

	private readonly host: string;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly link: Link,
	) {
		this.host = new URL(link.url).host;
	}

	/** @param range where a Range begins; none for the whole file, as a browser asks for it */
	async open(from: number, range = from === 0 ? undefined : from): Promise<LinkAnswer> {
		const answer = await openLink(this.context, this.link, range);
		this.first ??= answer;
		return answer;
	}

	brokeOff(at: number, size: number, attempts: number): SourceUnavailableError {
		const { parameter } = this.link;
		const place =
			at === 0 ? '' : ` after ${bytes(at)}${size === Infinity ? '' : ` of ${bytes(size)}`} bytes`;
		return new SourceUnavailableError(
			parameter,
			`${this.host} broke off the download of ‘${parameter}’${place}, in ${attempts} attempts`,
			`Nothing was published. Run the workflow again. If it stays: ${downloadFirst}`,
		);
	}

	endsAt(at: number, size: number): ParameterError {
		const { parameter } = this.link;
		return new ParameterError(
			parameter,
			`The file of ‘${parameter}’ ends after ${bytes(at)} bytes, though ${this.host} announced ${bytes(size)}`,
			`Nothing was published. Run the step that makes the video again, or: ${downloadFirst}`,
		);
	}

	goesOn(size: number): LongerSourceError {
		const { parameter } = this.link;
		return new LongerSourceError(
			parameter,
			`${this.host} sends more of the file in ‘${parameter}’ than the ${bytes(size)} bytes that it announced`,
			`Nothing was published. ${downloadFirst}`,
		);
	}

	changed(): ParameterError {
		const { parameter } = this.link;
		return new ParameterError(
			parameter,
			`The file of ‘${parameter}’ changed while it was being sent`,
			`Nothing was published. Run the workflow again once the file is final. If it comes again: ${downloadFirst}`,
		);
	}
}

const bytes = (count: number): string => count.toLocaleString('en');
