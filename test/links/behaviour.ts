import type { Delivery } from './delivery';

/** A host does not give the file. */
export interface Refusal {
	/** The first of its answers that is a refusal, from 0. */
	from: number;
	/** How many of them are. */
	times: number;
	/** A status; or the connection ends without an answer. */
	how: number | 'reset' | 'close';
	/** In seconds, or as a date that is so many seconds away. */
	retryAfter?: { seconds: number; form: 'seconds' | 'date' };
	/** Text of the answer, as a web page. */
	page?: string;
	/** Whether it counts who asks together, as a link does that works once. Otherwise n8n and TikTok are counted apart. */
	isForAll?: boolean;
}

/** Where an address leads. */
export interface Redirect {
	status: number;
	to: 'same host' | 'relative' | 'another host' | 'itself' | 'signed address';
	/** How many redirects in a row. */
	hops?: number;
}

/** What a host does when it is asked for a file. Without anything it is a good one: lengths, ranges, one answer for each request. */
export interface HostBehaviour extends Delivery {
	/** It answers a Range with the whole file, or with this status. */
	ranges?: 'ignored' | number;
	/** It answers a Range with so many bytes at most. */
	maxPart?: number;
	/** It answers 206 to requests without a Range as well. */
	partsUnasked?: boolean;
	/** What it names as the whole size in Content-Range: nothing (`*`), no such header, or so many bytes too many. */
	total?: '*' | 'no header' | number;
	/** Its 206 begins so many bytes after what was asked for; before it, if negative. */
	shift?: number;
	/** Its 206 begins at the first byte of the file, whatever its header says. */
	sendsFromStart?: boolean;
	/** It gives no length (in chunks, or up to the end of the connection), or so many bytes too many, in Content-Range as well. */
	length?: 'chunked' | 'connection' | number;
	/** It packs the file, though asked not to. */
	packed?: {
		encoding: 'gzip' | 'br' | 'deflate';
		/** With the packed length, or in chunks. */
		hasLength: boolean;
		/** Whether parts are not packed; otherwise it knows no ranges. */
		wholeOnly?: boolean;
	};
	/** Headers of its answers; of several values each answer has the next one, and none where it is empty. */
	headers?: Record<string, string[]>;
	/** The file was changed just now, each time. */
	lastModifiedNow?: boolean;
	refusals?: Refusal;
	/** Nothing accepts a connection: until the first pause of whoever asks, or ever. */
	away?: 'at first' | 'always';
	redirect?: Redirect;
	/** From this answer on, from 0, it has another file: of the same size, or longer. */
	replaced?: { from: number; by: 'other bytes' | 'longer' };
	/** It says nothing, or its headers only, in so many answers. */
	silent?: { after: 'nothing' | 'headers'; times: number };
}

/** What n8n's store does. A stream from it always begins at the first byte. */
export interface StoreBehaviour extends Delivery {
	/** It says that the file has so many bytes more than it has. */
	size?: number;
	/** It gives the description of the file, or the file, only from the given time on. */
	fails?: { at: 'description' | 'opening'; times: number; message: string };
	/** From this stream on, from 0, it has another file, or none. */
	replaced?: { from: number; by: 'other bytes' | 'longer' | 'nothing' };
	/** It gives no stream, or one without bytes, so many times. */
	silent?: { after: 'nothing' | 'headers'; times: number };
}
