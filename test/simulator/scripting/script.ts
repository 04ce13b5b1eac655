import type { Call } from './calls';
import { describeFault, Faults } from './faults';
import { Interceptor } from './interceptors';

/** What tests have scripted, and the history of calls. */
export class Script {
	readonly calls: Call[] = [];

	readonly faults = new Faults();

	/** What went wrong inside the simulator or in a reply function; such a call got a 500. */
	readonly problems: string[] = [];

	private readonly interceptors: Interceptor[] = [];

	expect(method: string, path: string | RegExp): Interceptor {
		const interceptor = new Interceptor(method.toUpperCase(), path);
		this.interceptors.push(interceptor);
		return interceptor;
	}

	/** The oldest expectation that still wants this call. */
	interceptorFor(call: Call): Interceptor | undefined {
		return this.interceptors.find((interceptor) => interceptor.matches(call));
	}

	/** @throws Error that lists expectations and faults that nothing has met, and problems of the script itself */
	assertNonePending(): void {
		const left = [
			...this.interceptors
				.filter((interceptor) => interceptor.pending)
				.map((interceptor) => interceptor.describe()),
			...this.faults.pending().map(describeFault),
			...this.problems,
		];
		if (left.length > 0)
			throw new Error(`The script was not played to its end:\n${left.join('\n')}`);
	}

	reset(): void {
		this.calls.length = 0;
		this.problems.length = 0;
		this.interceptors.length = 0;
		this.faults.reset();
	}
}
