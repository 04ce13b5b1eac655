import type { IExecuteFunctions } from 'n8n-workflow';

import { rethrow } from '../../shared/errors/rethrow';
import { ParameterError } from '../../shared/errors/parameterError';
import { chunkBounds } from './chunkPlan';
import { openLink, type Link, type LinkAnswer } from './link';
import {
	labelledType,
	LongerSourceError,
	requireVideoSize,
	SourceUnavailableError,
	type VideoSource,
} from './source';
import { SourceReader, type Origin } from './sourceReader';

/** Up to here reading on is cheaper than a request by Range, in bytes. */
const maxSkip = 1024 * 1024;

/**
 * Looking for the header of a file that lies elsewhere: so many requests by Range; from a host without ranges, which has to
 * be read over, so many bytes.
 */
const far = { openings: 64, readOver: 64 * 1024 * 1024 };

/**
 * What comes over TLS has lain in several Buffers: as it came, decrypted, as a piece of the body. Found by measuring (`npm run bench --
 * --only loopback`): with one, V8 collects its whole heap again and again, and with six as well.
 */
const buffersPerByte = 4;

const downloadFirst =
	'Download the file first (HTTP Request node, response format File) and choose the video source Binary File.';

/**
 * The video behind a web address, of any host: downloaded and uploaded as one stream, with one request where all goes well. TikTok's
 * token never goes there.
 *
 * @throws ParameterError when the host refuses, or the file is empty or over 4 GB
 */
export async function urlSource(context: IExecuteFunctions, link: Link): Promise<VideoSource> {
	const origin = new LinkOrigin(context, link);
	const reader = new SourceReader(origin, context.getExecutionCancelSignal());
	const requireSize = () =>
		requireVideoSize(reader.size, link.parameter, `The file of ‘${link.parameter}’`);
	const measure = async () => {
		await reader.count(chunkBounds.largestVideo);
		requireSize();
	};
	try {
		await reader.begin();
		const size = origin.first?.size ?? (await sizeByRange(origin, reader));
		// TikTok wants to know the size beforehand: where nobody says it, the file is read twice.
		if (size === undefined) await measure();
		else reader.size = size;
		requireSize();
	} catch (error) {
		reader.close();
		rethrow(error);
	}
	const { contentType, fileName } = origin.first ?? {};
	return {
		mimeType: labelledType(contentType, [fileName, new URL(link.url).pathname]),
		get size() {
			return reader.size;
		},
		measure,
		preferredChunk: chunkBounds.largest,
		look: async (first, length) => await reader.look(first, length),
		read: async (first, last) => await reader.read(first, last),
		handedOut: () => reader.handedOut,
		isWaiting: () => reader.isWaiting,
		defect: () => reader.defect,
		close: () => reader.close(),
	};
}

/** A host that does not say how long a file is may say it with a part of it. */
async function sizeByRange(origin: LinkOrigin, reader: SourceReader): Promise<number | undefined> {
	const answer = await origin.open(0, 0).catch(() => undefined);
	if (answer?.isPart && answer.size !== undefined) reader.adopt(answer);
	else answer?.stream.destroy();
	return answer?.size;
}

/** What a web host gives. */
class LinkOrigin implements Origin {
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
