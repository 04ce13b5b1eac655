import { sleep } from 'n8n-workflow';

/** How often is looked whether anything moved, in ms. */
const lookEveryMs = 250;

/**
 * Makes a request that may take as long as it moves. The HTTP client's own `timeout` counts the whole transfer of the
 * body, and would end every part that a slow line needs longer for.
 *
 * @param limitMs how long nothing may move, in ms
 * @param moved a number that changes whenever something moves; undefined while something else is waited for
 * @param cancel the execution's cancel signal
 * @param isHopeless whether the request is to be given up although something moves; asked several times a second
 * @param request the request; its signal is aborted when nothing moves, or the execution is cancelled
 */
export async function endOnSilence<T>(
	limitMs: number,
	moved: () => number | undefined,
	cancel: AbortSignal | undefined,
	isHopeless: () => boolean,
	request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const controller = new AbortController();
	const abort = () => controller.abort();
	if (cancel?.aborted) abort();
	cancel?.addEventListener('abort', abort, { once: true });
	let isOver = false;
	const watch = async () => {
		let [last, since] = [moved(), Date.now()];
		for (;;) {
			await sleep(lookEveryMs);
			if (isOver) return;
			if (isHopeless()) return abort();
			if (moved() === undefined || moved() !== last) [last, since] = [moved(), Date.now()];
			else if (Date.now() - since > limitMs) return abort();
		}
	};
	void watch();
	try {
		return await request(controller.signal);
	} finally {
		isOver = true;
		cancel?.removeEventListener('abort', abort);
	}
}
