import { sha256 } from '../harness/digest';
import type { INodeExecutionData } from 'n8n-workflow';

import { storeBinariesIn, type Engine } from '../harness/engine';
import type { WebHost } from '../harness/webHost';
import { sampleVideo, type Upload } from '../simulator';
import { sources, type Source } from './cells';

/** A part from n8n's memory has at most 10 MiB, any other at most 64 MB (nodes/TikTok/upload/chunkPlan.ts): one byte over. */
const sizes: Record<Source, Array<number | undefined>> = {
	memory: [undefined, 10_485_761, 20_971_521],
	file: [undefined, 64_000_001, 128_000_001],
	URL: [undefined, 64_000_001, 128_000_001],
};

/** Size of a source's file of so many parts, in bytes; undefined for the smallest there is. */
export const sizeOf = (source: Source, parts: number): number | undefined =>
	sizes[source][parts - 1];

/** The videos of all cells, made and stored once: the smallest there is, and the smallest of two and of three parts. */
export class Videos {
	private readonly bytes = new Map<number | undefined, Buffer>();

	private readonly items = new Map<string, INodeExecutionData>();

	private readonly digests = new Map<string, string>();

	static async prepare(engine: Engine, web: WebHost): Promise<Videos> {
		const videos = new Videos();
		for (const source of sources) {
			await storeBinariesIn(source === 'memory' ? 'memory' : 'file');
			for (const parts of [1, 2, 3]) {
				const bytes = videos.of(source, parts);
				if (source === 'URL') web.files.set(`/${parts}.mp4`, { bytes });
				else videos.items.set(`${source} ${parts}`, await engine.item(bytes));
			}
		}
		return videos;
	}

	/** The item with a file of so many parts. */
	item(source: Source, parts: number): INodeExecutionData {
		return this.items.get(`${source} ${parts}`) ?? { json: {} };
	}

	/** Bytes of one of the file's parts: all alike, and the last one takes the rest. */
	partBytes(source: Source, parts: number, index: number): number {
		const { length } = this.of(source, parts);
		const each = Math.floor(length / parts);
		return index === parts - 1 ? length - index * each : each;
	}

	/** Whether the bytes that an upload received are those of the file, from its start. */
	isBeginOf(
		source: Source,
		parts: number,
		{ receivedBytes, sha256: received, videoSize }: Upload,
	): boolean {
		const bytes = this.of(source, parts);
		const key = `${bytes.length} ${receivedBytes}`;
		const digest = this.digests.get(key) ?? sha256(bytes.subarray(0, receivedBytes));
		this.digests.set(key, digest);
		return received === digest && videoSize === bytes.length;
	}

	private of(source: Source, parts: number): Buffer {
		const size = sizeOf(source, parts);
		const bytes = this.bytes.get(size) ?? sampleVideo({ bytes: size });
		this.bytes.set(size, bytes);
		return bytes;
	}
}
