/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a test program, not a node */
import { Readable } from 'node:stream';

import type { BinaryData } from 'n8n-core';
import type { INodeExecutionData } from 'n8n-workflow';

import type { StoreBehaviour } from './behaviour';
import { BrokenOff, deliver, type Met } from './delivery';
import { replacementOf } from './files';

/** A store of n8n's for binary data that has one file, and a behaviour; n8n knows it under the name of its remote store, S3. */
export class LinkStore implements BinaryData.Manager {
	/** Streams that were asked for since the last `begin`. */
	opened = 0;

	/** Told when the store falls silent. */
	onSilence: () => void = () => {};

	private behaviour: StoreBehaviour = {};

	private file: Buffer = Buffer.alloc(0);

	private met: Met = { answers: 0, breaks: 0 };

	private failed = 0;

	private readonly silences = new Set<(error: Error) => void>();

	begin(behaviour: StoreBehaviour, file: Buffer): void {
		Object.assign(this, { behaviour, file, opened: 0, failed: 0 });
		this.met = { answers: 0, breaks: 0 };
	}

	/** Ends what is silent, and opens nothing any more. */
	hangUp(): void {
		this.begin({ fails: { at: 'opening', times: Infinity, message: 'aborted' } }, this.file);
		for (const reject of this.silences) reject(new Error('aborted'));
		this.silences.clear();
	}

	/** An item whose file lies here. */
	item(): INodeExecutionData {
		const binary = { id: 's3:clip', data: 's3', mimeType: 'video/mp4', fileName: 'clip.mp4' };
		return { json: {}, binary: { data: binary } };
	}

	async init(): Promise<void> {}

	async getMetadata(): Promise<BinaryData.Metadata> {
		this.failAt('description');
		const fileSize = this.file.length + (this.behaviour.size ?? 0);
		return { fileName: 'clip.mp4', mimeType: 'video/mp4', fileSize };
	}

	async getAsStream(): Promise<Readable> {
		this.opened += 1;
		this.failAt('opening');
		const { replaced, silent } = this.behaviour;
		const index = this.met.answers++;
		const isSilent = silent !== undefined && index < silent.times;
		if (isSilent && silent.after === 'nothing') return await this.silence();
		if (isSilent) return Readable.from(this.nothing(), { objectMode: false });
		const isOther = replaced !== undefined && index >= replaced.from;
		if (isOther && replaced.by === 'nothing') throw new Error('File not found');
		const file =
			isOther && replaced.by !== 'nothing' ? replacementOf(this.file, replaced.by) : this.file;
		return Readable.from(this.bytesOf(file), { objectMode: false });
	}

	/** An orderly end comes without an error, wherever it comes. */
	private async *bytesOf(file: Buffer): AsyncGenerator<Buffer> {
		try {
			yield* deliver(file, 0, this.behaviour, this.met, this.silence);
		} catch (error) {
			if (!(error instanceof BrokenOff) || error.how === 'reset') throw error;
		}
	}

	private async *nothing(): AsyncGenerator<Buffer> {
		yield await this.silence();
	}

	/** Until the connection to the store ends. */
	private readonly silence = async (): Promise<never> => {
		this.onSilence();
		return await new Promise((_resolve, reject) => this.silences.add(reject));
	};

	private failAt(point: 'description' | 'opening'): void {
		const { fails } = this.behaviour;
		if (fails?.at !== point || this.failed >= fails.times) return;
		this.failed += 1;
		throw new Error(fails.message);
	}

	// What the node does not use.

	async store(): Promise<never> {
		throw new Error('Nothing is stored here');
	}

	getPath(): never {
		throw new Error('The file has no path');
	}

	async getAsBuffer(): Promise<never> {
		throw new Error('The file is to be read as a stream');
	}

	async copyByFileId(): Promise<never> {
		throw new Error('Nothing is copied here');
	}

	async copyByFilePath(): Promise<never> {
		throw new Error('Nothing is copied here');
	}

	async rename(): Promise<never> {
		throw new Error('Nothing is renamed here');
	}
}
