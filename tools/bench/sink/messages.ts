/** How the line between n8n and the sink behaves. */
export interface Line {
	/** In ms; 0 for plain loopback. */
	roundTripMs: number;
	/** In bytes a second; undefined for as fast as the machine goes. */
	bytesPerSecond?: number;
}

/** What the sink saw of one upload. Times in ms since 1970, with fractions. */
export interface Received {
	bytes: number;
	puts: number;
	connections: number;
	/** The first byte of the first PUT. */
	beganAt: number;
	/** The answer to the last PUT. */
	endedAt: number;
	/** Of all bytes in order, where hashing was asked for. */
	sha256?: string;
}

/** Requests to the sink's process; each is answered by one message with the same number. */
export type Request =
	| {
			number: number;
			kind: 'start';
			host: string;
			cert: string;
			key: string;
			fallbackProxy: string;
	  }
	| { number: number; kind: 'line'; line: Line; hash: boolean }
	/** Asks for `ended`. */
	| { number: number; kind: 'ended' }
	/** Forgets the upload as well. */
	| { number: number; kind: 'received'; uploadId: string };

export interface Reply {
	number: number;
	port?: number;
	received?: Received;
	/** So many uploads have got their last answer. */
	ended?: number;
	/** What went wrong. */
	error?: string;
}
