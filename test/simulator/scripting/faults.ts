import type { FaultPoint } from '../api/endpoint';

/**
 * When a fault strikes. `before`: nothing of the request was read. `after headers`: the headers were accepted, no byte of the body was read.
 * `{ bytes }`: after that many bytes of the request body. `after body`: the real effect has happened, the answer is lost or
 * replaced. `in answer`: in the middle of the answer.
 */
export type FaultMoment =
	| 'before'
	| 'after headers'
	| { bytes: number }
	| 'after body'
	| 'in answer';

/** What a fault does. `reset`: TCP reset. `close`: orderly close. `stall`: silence until the client gives up. */
export type FaultKind = 'reset' | 'close' | 'status' | 'stall' | 'delay';

export interface FaultOptions {
	/** Default `before`. */
	at?: FaultMoment;
	/** Default `reset`. */
	kind?: FaultKind;
	/** For `status`; default 500. */
	status?: number;
	/** For `status`: the body; by default TikTok's `internal_error` for JSON endpoints and none for uploads. */
	body?: string;
	headers?: Record<string, string>;
	/** For `delay`: ms of real time. */
	ms?: number;
	/** How often it strikes; default 1. */
	times?: number;
	/** For `upload`: only this chunk, counted from 0. */
	chunk?: number;
	/** Called when it strikes. */
	onStrike?: () => void;
}

/** A fault that waits for its call. */
export interface Fault extends Required<Pick<FaultOptions, 'at' | 'kind' | 'times'>>, FaultOptions {
	point: FaultPoint;
	at: FaultMoment;
	kind: FaultKind;
	times: number;
}

/** The faults a test has planned. */
export class Faults {
	private readonly planned: Fault[] = [];

	plan(point: FaultPoint, options: FaultOptions): void {
		this.planned.push({
			...options,
			point,
			at: options.at ?? 'before',
			kind: options.kind ?? 'reset',
			times: options.times ?? 1,
		});
	}

	/** The fault for this moment, used up once. */
	take(point: FaultPoint, at: Exclude<FaultMoment, object>, chunk?: number): Fault | undefined {
		const fault = this.find(point, chunk, (moment) => moment === at);
		if (fault !== undefined) fault.times--;
		return fault;
	}

	/** The fault that waits inside the request body; the caller uses it up when it strikes. */
	inBody(point: FaultPoint, chunk?: number): (Fault & { at: { bytes: number } }) | undefined {
		const fault = this.find(point, chunk, (moment) => typeof moment === 'object');
		return fault !== undefined && hasBytes(fault) ? fault : undefined;
	}

	/** Those that have not struck yet. */
	pending(): Fault[] {
		return this.planned.filter((fault) => fault.times > 0);
	}

	reset(): void {
		this.planned.length = 0;
	}

	private find(
		point: FaultPoint,
		chunk: number | undefined,
		at: (moment: FaultMoment) => boolean,
	): Fault | undefined {
		return this.planned.find(
			(fault) =>
				fault.times > 0 &&
				fault.point === point &&
				at(fault.at) &&
				(fault.chunk === undefined || fault.chunk === chunk),
		);
	}
}

function hasBytes(fault: Fault): fault is Fault & { at: { bytes: number } } {
	return typeof fault.at === 'object';
}

export function describeFault(fault: Fault): string {
	const at = typeof fault.at === 'object' ? `after ${fault.at.bytes} bytes` : fault.at;
	return `fault "${fault.kind}" ${at} on ${fault.point}: ${fault.times} more to strike`;
}
