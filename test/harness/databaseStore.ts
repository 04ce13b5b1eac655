/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import type { BinaryData } from 'n8n-core';

/** n8n's store in its database, as far as nodes see it: a random UUID is the whole id of a file (by reading n8n 2.41.1). */
export class DatabaseStore implements BinaryData.Manager {
	private readonly files = new Map<string, { bytes: Buffer; metadata: BinaryData.Metadata }>();

	async init(): Promise<void> {}

	async store(
		_location: BinaryData.FileLocation,
		bufferOrStream: Buffer | Readable,
		metadata: BinaryData.PreWriteMetadata,
	): Promise<BinaryData.WriteResult> {
		const bytes = Buffer.isBuffer(bufferOrStream) ? bufferOrStream : await buffer(bufferOrStream);
		const fileId = randomUUID();
		this.files.set(fileId, { bytes, metadata: { ...metadata, fileSize: bytes.length } });
		return { fileId, fileSize: bytes.length };
	}

	getPath(fileId: string): string {
		return `database://${fileId}`;
	}

	async getAsBuffer(fileId: string): Promise<Buffer> {
		return this.file(fileId).bytes;
	}

	async getAsStream(fileId: string): Promise<Readable> {
		return Readable.from([this.file(fileId).bytes], { objectMode: false });
	}

	async getMetadata(fileId: string): Promise<BinaryData.Metadata> {
		return this.file(fileId).metadata;
	}

	async copyByFileId(_location: BinaryData.FileLocation, fileId: string): Promise<string> {
		const copy = randomUUID();
		this.files.set(copy, this.file(fileId));
		return copy;
	}

	async copyByFilePath(): Promise<BinaryData.WriteResult> {
		throw new Error('Not used by the contexts under test');
	}

	async rename(): Promise<void> {}

	private file(fileId: string) {
		const file = this.files.get(fileId);
		if (!file) throw new Error(`File not found: ${fileId}`);
		return file;
	}
}
