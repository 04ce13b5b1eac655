import { sleep } from 'n8n-workflow';

/**
 * Waits, and ends at once when the execution is cancelled.
 *
 * @param ms how long, in ms
 * @param signal the execution's cancel signal, if there is one
 * @throws Error when cancelled
 */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	throwIfCancelled(signal);
	if (!signal) return await sleep(ms);
	let stop = () => {};
	const cancelled = new Promise<void>((resolve) => {
		stop = resolve;
		signal.addEventListener('abort', stop, { once: true });
	});
	await Promise.race([sleep(ms), cancelled]);
	signal.removeEventListener('abort', stop);
	throwIfCancelled(signal);
}

/** @throws Error when the execution was cancelled */
export function throwIfCancelled(signal?: AbortSignal): void {
	if (signal?.aborted) throw new Error('The execution was cancelled');
}
