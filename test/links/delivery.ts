/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */

/** How bytes come: those of a host's answer, or those of a stream from n8n's store. */
export interface Delivery {
	/** They end early. */
	breaks?: {
		how: 'reset' | 'close' | 'silence';
		/** At this byte of the file … */
		at?: number;
		/** … or each time that so many bytes have come in a row. */
		every?: number;
		/** How often; once unless given. */
		times?: number;
	};
	/** Bytes of a piece. As many as the other side takes unless given. */
	piece?: number;
	/** Between two pieces, in ms. */
	pauseMs?: number;
}

/** The delivery ends here, though there is more. */
export class BrokenOff extends Error {
	constructor(readonly how: 'reset' | 'close') {
		super('aborted');
	}
}

/** What one of those who ask has met so far. */
export interface Met {
	/** Answers, or streams. */
	answers: number;
	breaks: number;
}

/** Real time for what was sent to be read before the connection breaks: a reset throws away what is still under way. In ms. */
const settleMs = 25;

const pieceBytes = 256 * 1024;

const pause = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param body what is to come
 * @param from the byte of the file at which it begins
 * @param silence nothing comes any more, until it ends
 * @throws BrokenOff where the delivery breaks
 */
export async function* deliver(
	body: Buffer,
	from: number,
	{ breaks, piece = pieceBytes, pauseMs = 0 }: Delivery,
	met: Met,
	silence: () => Promise<never>,
): AsyncGenerator<Buffer> {
	const stop = breakWithin(body, from, breaks, met);
	const length = stop ?? body.length;
	for (let at = 0; at < length; at += piece) {
		if (at > 0 && pauseMs > 0) await pause(pauseMs);
		yield body.subarray(at, Math.min(at + piece, length));
	}
	if (stop === undefined || !breaks) return;
	met.breaks += 1;
	await pause(settleMs);
	if (breaks.how !== 'silence') throw new BrokenOff(breaks.how);
	await silence();
}

/** How many bytes come before the delivery breaks; undefined where it does not. */
function breakWithin(
	body: Buffer,
	from: number,
	breaks: Delivery['breaks'],
	met: Met,
): number | undefined {
	if (!breaks || met.breaks >= (breaks.times ?? 1)) return undefined;
	const { at = from + (breaks.every ?? 0) } = breaks;
	return at >= from && at < from + body.length ? at - from : undefined;
}
