import { sleep } from 'n8n-workflow';

/**
 * Waits; a cancellation of the execution ends it at once.
 *
 * @param ms how long to wait, in ms
 * @param signal the execution's cancel signal, if there is one
 * @throws Error when cancelled
 */
export async function wait(ms: number, signal?: AbortSignal): Promise<void> {
	throwIfCancelled(signal);
	await endsFirst(sleep(ms), signal);
	throwIfCancelled(signal);
}

/**
 * Waits for the work or the signal, whichever comes first.
 *
 * @param work what to wait for; it is not stopped when the signal comes first
 * @returns whether the work ended before the signal was aborted
 * @throws what the work throws
 */
export async function endsFirst(work: Promise<unknown>, signal?: AbortSignal): Promise<boolean> {
	if (!signal) {
		await work;
		return true;
	}
	let stop = () => {};
	const cancelled = new Promise<boolean>((resolve) => {
		stop = () => resolve(false);
		signal.addEventListener('abort', stop, { once: true });
	});
	try {
		return await Promise.race([work.then(() => true), cancelled]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** @throws Error when the execution was cancelled */
export function throwIfCancelled(signal?: AbortSignal): void {
	if (signal?.aborted) throw new Error('The execution was cancelled');
}
