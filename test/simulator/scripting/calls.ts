/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import type { IncomingHttpHeaders } from 'node:http';

/** One request that reached the simulator. */
export interface Call {
	/** Counts from 1, in order of arrival. */
	number: number;
	method: string;
	/** Lower case, without port. */
	host: string;
	path: string;
	query: Record<string, string>;
	/** As received, `authorization` included. */
	headers: IncomingHttpHeaders;
	/** Parsed JSON or form; the text of any other body; undefined for none and for uploads. */
	body: unknown;
	/** Bytes of the body that were received. */
	bodyBytes: number;
	/** The simulator's time of arrival, ms. */
	at: number;
	/** Whose token it carried, if that was valid. */
	accountId?: string;
	/** What was answered; undefined while under way and for lost answers. */
	status?: number;
	/** `ok`, an `error.code` or an OAuth `error`; undefined for uploads and pages. */
	errorCode?: string;
	/** Headers of the answer. */
	answerHeaders?: Record<string, string>;
	/** Body of the answer. */
	answerBody?: string;
	/** Who answered. */
	answeredBy?: 'simulator' | 'script' | 'fault';
	/** The client got no answer, or only a part of it. */
	lost: boolean;
}

/** The parsed form of a request body, by its content type; the text itself where it does not parse. */
export function parseBody(text: string, contentType: string | undefined): unknown {
	if (text === '') return undefined;
	if (/^application\/x-www-form-urlencoded\b/i.test(contentType ?? '')) {
		return Object.fromEntries(new URLSearchParams(text));
	}
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		return text;
	}
}
