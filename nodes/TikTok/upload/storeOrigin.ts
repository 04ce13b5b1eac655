import type { IExecuteFunctions } from 'n8n-workflow';

import { ParameterError } from '../../shared/errors/parameterError';
import { checkStore, storeRefusal } from './binaryFile';
import type { Opening, Origin } from './origin';
import { SourceUnavailableError } from './source';

/** How much is read ahead from n8n's store at a time, in bytes; a hint that the file store honours. */
const readAhead = 512 * 1024;

/** What n8n's store gives: streams from the start only. The store can be remote. */
export class StoreOrigin implements Origin {
	readonly maxSkip = Infinity;

	readonly far = { openings: Infinity, readOver: Infinity };

	readonly buffersPerByte = 1;

	/** In bytes, once it has been opened. */
	size = 0;

	/**
	 * @param id the file's name in the store
	 * @param parameter label of the parameter that names the field
	 * @param subject which file it is, to be read after “the file in”
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly id: string,
		private readonly parameter: string,
		private readonly subject: string,
	) {}

	async open(): Promise<Opening> {
		const { helpers } = this.context;
		try {
			const { fileSize } = await helpers.getBinaryMetadata(this.id);
			const stream = await helpers.getBinaryStream(this.id, readAhead);
			this.size = fileSize;
			return { stream, position: 0, size: fileSize };
		} catch (error) {
			throw storeRefusal(error, this.subject, this.parameter);
		}
	}

	brokeOff(at: number, size: number, attempts: number): SourceUnavailableError {
		return new SourceUnavailableError(
			this.parameter,
			`n8n’s store broke off the file in ${this.subject} after ${at} of ${size} bytes, in ${attempts} attempts`,
			`Run the workflow again. If it stays, look at the store of n8n’s files: ${checkStore}`,
		);
	}

	endsAt(at: number, size: number): ParameterError {
		return new ParameterError(
			this.parameter,
			`The file in ${this.subject} ended after ${at} of ${size} bytes`,
			'n8n’s store no longer has the whole file: run the step that makes it again.',
		);
	}

	goesOn(size: number): ParameterError {
		return new ParameterError(
			this.parameter,
			`The file in ${this.subject} has more than the ${size} bytes that n8n’s store says it has`,
			'Run the step that makes the file again, and send it once it is complete.',
		);
	}

	changed(): ParameterError {
		return new ParameterError(
			this.parameter,
			`The file in ${this.subject} changed while it was being sent`,
			'Nothing was published. Run the step that makes the file again, and send it once it is complete.',
		);
	}
}
