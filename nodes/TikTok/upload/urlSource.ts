import type { IExecuteFunctions } from 'n8n-workflow';

import { rethrow } from '../../shared/errors/rethrow';
import type { Readable } from '../../shared/context';
import { ParameterError } from '../../shared/errors/parameterError';
import { networkDetail } from '../../shared/errors/network';
import { isRecord } from '../../shared/records';
import { chunkBounds } from './chunkPlan';
import { labelledType, requireVideoSize, SourceUnavailableError, type VideoSource } from './source';
import { StreamSlices, type OpenStream } from './streamSlices';

/** Longest silence of the host, in ms. */
const silenceMs = 120_000;

/**
 * Looking for the header of a file that lies elsewhere: so many requests by Range; from a host without ranges, which has to
 * be read over, so many bytes.
 */
const look = { jumps: 64, bytesWithoutRanges: 64 * 1024 * 1024 };

/** Up to here reading on is cheaper than a request by Range, in bytes. */
const maxSkip = 1024 * 1024;

/**
 * What comes over TLS has lain in several Buffers: as it came, decrypted, as a piece of the body. Found by measuring (`npm run bench --
 * --only loopback`): with one, V8 collects its whole heap again and again, and with six as well.
 */
const buffersPerByte = 4;

const downloadFirst =
	'Download the file first (HTTP Request node, response format File) and choose the video source Binary File.';

/** What the host says about the file. */
interface Opened extends OpenStream {
	/** From Content-Disposition. */
	fileName?: string;
	/** Whether a part can be asked for. */
	doesRanges: boolean;
	/** Of the whole file, in bytes; undefined where the host does not say. */
	size?: number;
	/** Changes with the content: the ETag, otherwise the time of the last change. */
	version?: string;
	contentType: string;
}

/**
 * The video behind a web address, of any host: downloaded and uploaded as one stream. A part that is needed again is
 * fetched by Range, or by reading from the start where the host knows no ranges. TikTok's token never goes there.
 *
 * @param parameter the parameter's label
 * @param url http or https, redirects allowed
 * @throws ParameterError when the host refuses, does not tell the size, or has no video that TikTok takes
 */
export async function urlSource(
	context: IExecuteFunctions,
	parameter: string,
	url: string,
): Promise<VideoSource> {
	const host = new URL(url).host;
	const first = await open(context, parameter, url, 0);
	const { size, version, contentType, doesRanges } = first;
	first.stream.destroy();
	if (size === undefined) {
		throw new ParameterError(
			parameter,
			`${host} does not tell the size of the file in ‘${parameter}’, which TikTok wants to know beforehand`,
			downloadFirst,
		);
	}
	requireVideoSize(size, parameter, `The file of ‘${parameter}’`);
	let trouble: ParameterError | undefined;
	const slices = new StreamSlices(
		async (wanted) => {
			trouble = undefined;
			const again = await open(context, parameter, url, wanted).catch(async (error: unknown) => {
				if (error instanceof SourceUnavailableError) trouble = error;
				return rethrow(error);
			});
			if (again.size === size && again.version === version) return again;
			again.stream.destroy();
			throw new ParameterError(
				parameter,
				`The file of ‘${parameter}’ changed while it was being sent`,
				`Nothing was published. Run the workflow again once the file is final. If it comes again: ${downloadFirst}`,
			);
		},
		() => brokeOff(parameter, host),
		doesRanges ? maxSkip : Infinity,
		buffersPerByte,
	);
	return {
		mimeType: labelledType(contentType, [first.fileName, new URL(url).pathname]),
		size,
		preferredChunk: chunkBounds.largest,
		look: { jumps: look.jumps, farthest: doesRanges ? size : look.bytesWithoutRanges },
		read: async (firstByte, last) => await slices.slice(firstByte, last),
		handedOut: () => slices.handedOut,
		defect() {
			if (trouble) return { error: trouble, isPassing: true };
			// A stream's own error says nothing to the user.
			return slices.defect && { error: brokeOff(parameter, host), isPassing: true };
		},
		close: () => slices.close(),
	};
}

function brokeOff(parameter: string, host: string): SourceUnavailableError {
	return new SourceUnavailableError(
		parameter,
		`${host} broke off the download of ‘${parameter}’, in several attempts`,
		`Nothing was published. Run the workflow again. If it stays: ${downloadFirst}`,
	);
}

/** Opens the file at a byte, or at its start where the host does not do ranges. */
async function open(
	context: IExecuteFunctions,
	parameter: string,
	url: string,
	wanted: number,
): Promise<Opened> {
	const answer = await fetchFrom(context, url, wanted).catch((error: unknown) => error);
	if (!isAnswer(answer)) {
		const { host } = new URL(url);
		if (isBlockedByN8n(answer)) {
			throw new ParameterError(
				parameter,
				`n8n may not fetch ‘${parameter}’ from ${host}: its protection against requests to internal addresses is on`,
				'Use a public address. Or ask whoever runs n8n to allow the host (N8N_SSRF_ALLOWED_HOSTNAMES), or the address range (N8N_SSRF_ALLOWED_IP_RANGES).',
			);
		}
		throw new SourceUnavailableError(
			parameter,
			`${host} of ‘${parameter}’ could not be reached`,
			`${networkDetail(answer) ?? ''} Open the address in a browser and check n8n’s internet connection.`.trim(),
		);
	}
	const { statusCode, headers, body: stream } = answer;
	const encoding = header(headers, 'content-encoding');
	if (statusCode !== 200 && statusCode !== 206) {
		stream.destroy();
		const Trouble =
			statusCode >= 500 || statusCode === 429 ? SourceUnavailableError : ParameterError;
		throw new Trouble(
			parameter,
			`${new URL(url).host} answered ‘${parameter}’ with HTTP ${statusCode}`,
			statusCode === 401 || statusCode === 403 || statusCode === 404 || statusCode === 410
				? 'Links of video generators often live only minutes or hours: run the step that makes the video again and send it right after. Or the address needs a login: download the file with an HTTP Request node and choose Binary File.'
				: 'Run the workflow again in a few minutes, and open the address in a browser to see what it says.',
		);
	}
	const contentRange = /^bytes (\d+)-\d+\/(\d+)$/.exec(header(headers, 'content-range'));
	const isPartial = statusCode === 206 && contentRange !== null;
	const length = header(headers, 'content-length');
	const plainLength = encoding === '' || encoding === 'identity' ? length : '';
	const total = isPartial ? contentRange[2] : plainLength;
	return {
		stream,
		doesRanges: isPartial,
		position: isPartial ? Number(contentRange[1]) : 0,
		size: /^\d+$/.test(total) ? Number(total) : undefined,
		version: header(headers, 'etag') || header(headers, 'last-modified'),
		contentType: header(headers, 'content-type'),
		// RFC 6266: filename="clip.mp4", or filename*=UTF-8''clip.mp4
		fileName: /filename\*?=(?:[\w-]*'[^']*')?"?([^";]+)/i.exec(
			header(headers, 'content-disposition'),
		)?.[1],
	};
}

interface Answer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: Readable;
}

async function fetchFrom(
	context: IExecuteFunctions,
	url: string,
	wanted: number,
): Promise<unknown> {
	return await context.helpers.httpRequest({
		method: 'GET',
		url,
		headers: { Range: `bytes=${wanted}-`, 'Accept-Encoding': 'identity' },
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		timeout: silenceMs,
		abortSignal: context.getExecutionCancelSignal(),
	});
}

/** The refusal of n8n's SSRF protection (2.x), of the address itself or of one that it redirects to. */
function isBlockedByN8n(error: unknown): boolean {
	if (!isRecord(error)) return false;
	return String(error.name).startsWith('SsrfBlocked') || isBlockedByN8n(error.cause);
}

function isAnswer(answer: unknown): answer is Answer {
	return (
		typeof answer === 'object' && answer !== null && 'statusCode' in answer && 'body' in answer
	);
}

function header(headers: Record<string, unknown>, name: string): string {
	const value = headers[name];
	return typeof value === 'string' ? value : '';
}
