/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { jest } from '@jest/globals';

/** The node's own waits (retries, pauses between status calls) lie between these, in ms; longer ones are time-outs of requests. */
const [shortest, longest] = [500, 45_000];

const timesFaster = 2_000;

/** Lets the node's waits pass 2000 times faster, so that a whole schedule of retries runs in a test. */
export class FasterWaits {
	/** The waits that were asked for, in ms. */
	asked: number[] = [];

	/** Told at the end of each wait how long it would have been, in ms. */
	onWait: ((ms: number) => void) | undefined;

	private readonly spy: { mockRestore(): void };

	constructor() {
		const real = globalThis.setTimeout;
		const faster = (run: () => void, ms = 0, ...rest: unknown[]) => {
			if (ms < shortest || ms > longest) return real(run, ms, ...rest);
			this.asked.push(ms);
			return real(() => {
				this.onWait?.(ms);
				run();
			}, ms / timesFaster);
		};
		this.spy = jest.spyOn(globalThis, 'setTimeout').mockImplementation(faster as typeof setTimeout);
	}

	/** To be called before each test. */
	begin(): void {
		this.asked = [];
		this.onWait = undefined;
	}

	restore(): void {
		this.spy.mockRestore();
	}
}
