import type { IExecuteFunctions } from 'n8n-workflow';

import type { Readable } from '../../shared/context';
import { networkDetail, originOf } from '../../shared/errors/network';
import { ParameterError } from '../../shared/errors/parameterError';
import { isRecord } from '../../shared/records';
import { SourceGoneError, SourceUnavailableError } from './source';

/** How long a host may take for the beginning of its answer, in ms. */
const answerMs = 60_000;

/** A file behind a web address, and the label of the parameter that names it. */
export interface Link {
	/** http or https, of any host. */
	url: string;
	parameter: string;
	/** A redirect is an answer like any other: TikTok follows none. */
	withoutRedirects?: boolean;
}

/** A host's answer: some of the file, and what is said about it. */
export interface LinkAnswer {
	stream: Readable;
	/** The byte of the file at which the stream begins. */
	position: number;
	/**
	 * Of the whole file, in bytes; undefined where the host does not say. A host that has packed the file, though asked not to, says it of
	 * the packed form: n8n's client unpacks it without a word.
	 */
	size?: number;
	/** Whether this is the part that was asked for, so that the host can give others too. */
	isPart: boolean;
	contentType: string;
	/** From Content-Disposition. */
	fileName?: string;
}

/**
 * Asks a host for a file. TikTok's token never goes there.
 *
 * @param from the first byte that is wanted; without it the whole file is asked for, as a browser does. A host that knows no ranges
 * answers with the whole file all the same: see `position`
 * @param signal ends the request, and the stream of its answer
 * @throws SourceUnavailableError and SourceGoneError where another try may help; ParameterError where it cannot
 */
export async function openLink(
	context: IExecuteFunctions,
	link: Link,
	from?: number,
	signal?: AbortSignal,
): Promise<LinkAnswer> {
	const answer = await request(context, link, from, signal).catch((error: unknown) => error);
	if (!isAnswer(answer)) throw notReached(link, answer);
	const { statusCode, headers, body: stream } = answer;
	// Without a listener, an error while nobody reads would end n8n's process; whoever reads is told all the same.
	stream.on('error', () => {});
	if (statusCode !== 200 && statusCode !== 206) {
		stream.destroy();
		// Some hosts refuse any Range: 416, 400, 403 and 501 have been seen.
		if (from !== undefined && statusCode >= 400 && !passes(statusCode))
			return await openLink(context, link, undefined, signal);
		throw refused(link, statusCode, retryAfterMs(header(headers, 'retry-after')));
	}
	// RFC 9110, 14.4: the length of the whole may be unknown (*).
	const range = /^bytes\s+(\d+)-\d+\/(\d+|\*)$/i.exec(header(headers, 'content-range'));
	const isPart = statusCode === 206;
	const position = isPart ? Number(range?.[1] ?? from ?? 0) : 0;
	if (from !== undefined && isPart && position > from) {
		stream.destroy();
		return await openLink(context, link, undefined, signal);
	}
	const total = isPart ? (range?.[2] ?? '') : header(headers, 'content-length');
	return {
		stream,
		isPart,
		position,
		size: /^\d+$/.test(total) ? Number(total) : undefined,
		contentType: header(headers, 'content-type'),
		// RFC 6266: filename="clip.mp4", or filename*=UTF-8''clip.mp4
		fileName: /filename\*?=(?:[\w-]*'[^']*')?"?([^";]+)/i.exec(
			header(headers, 'content-disposition'),
		)?.[1],
	};
}

async function request(
	context: IExecuteFunctions,
	{ url, withoutRedirects }: Link,
	from: number | undefined,
	signal: AbortSignal | undefined,
): Promise<unknown> {
	return await context.helpers.httpRequest({
		method: 'GET',
		url,
		headers: {
			Accept: '*/*',
			'Accept-Encoding': 'identity',
			...(from === undefined ? {} : { Range: `bytes=${from}-` }),
		},
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: withoutRedirects,
		timeout: answerMs,
		abortSignal: signal ?? context.getExecutionCancelSignal(),
	});
}

interface Answer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: Readable;
}

function isAnswer(answer: unknown): answer is Answer {
	return isRecord(answer) && 'statusCode' in answer && 'body' in answer;
}

function header(headers: Record<string, unknown>, name: string): string {
	const value = headers[name];
	return typeof value === 'string' ? value : '';
}

/** Seconds, or a date: RFC 9110, 10.2.3. */
function retryAfterMs(value: string): number | undefined {
	const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
	return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}

/** Statuses that say of the host, not of the file, that it cannot answer now. */
function passes(status: number): boolean {
	return (status >= 500 && status !== 501) || [408, 425, 429].includes(status);
}

const expired =
	'Links of video generators often live only minutes or hours: run the step that makes the file again and send it right after. Or the address needs a login: download the file with an HTTP Request node and choose Binary File.';

function refused(link: Link, status: number, retryAfter?: number): ParameterError {
	const { url, parameter } = link;
	const { host } = new URL(url);
	if (link.withoutRedirects && status >= 300 && status < 400) {
		return new ParameterError(
			parameter,
			`${host} redirects ‘${parameter}’ to another address (HTTP ${status}), and TikTok follows no redirect`,
			'Enter the address that the redirect leads to.',
		);
	}
	const happened = `${host} answered ‘${parameter}’ with HTTP ${status}`;
	const later =
		'Run the workflow again in a few minutes, and open the address in a browser to see what it says.';
	if (passes(status)) return new SourceUnavailableError(parameter, happened, later, retryAfter);
	// A host of many servers may have the file everywhere only seconds after it was made.
	if (status === 403 || status === 404) return new SourceGoneError(parameter, happened, expired);
	return new ParameterError(
		parameter,
		happened,
		status === 401 || status === 410 ? expired : later,
	);
}

function notReached({ url, parameter }: Link, error: unknown): ParameterError {
	const { host } = new URL(url);
	if (isBlockedByN8n(error)) {
		return new ParameterError(
			parameter,
			`n8n may not fetch ‘${parameter}’ from ${host}: its protection against requests to internal addresses is on`,
			'Use a public address. Or ask whoever runs n8n to allow the host (N8N_SSRF_ALLOWED_HOSTNAMES), or the address range (N8N_SSRF_ALLOWED_IP_RANGES).',
		);
	}
	if (originOf(error).code === 'ERR_FR_TOO_MANY_REDIRECTS') {
		return new ParameterError(
			parameter,
			`${host} of ‘${parameter}’ only redirects from one address to the next`,
			'Open the address in a browser: it may need a login. Enter the address that downloads the file itself.',
		);
	}
	return new SourceUnavailableError(
		parameter,
		`${host} of ‘${parameter}’ could not be reached`,
		`${networkDetail(error) ?? ''} Open the address in a browser and check n8n’s internet connection.`.trim(),
	);
}

/** The refusal of n8n's SSRF protection (2.x), of the address itself or of one that it redirects to. */
function isBlockedByN8n(error: unknown): boolean {
	if (!isRecord(error)) return false;
	return String(error.name).startsWith('SsrfBlocked') || isBlockedByN8n(error.cause);
}
