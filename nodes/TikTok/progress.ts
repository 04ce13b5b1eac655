import type { IExecuteFunctions } from 'n8n-workflow';

/** The least time between two messages of a run, and before its first one, in ms. */
const betweenMs = 5_000;

/** Whether a message may follow the last one. @param lastMs when it came, in ms, as `nowMs` */
export const isDue = (lastMs: number, nowMs: number): boolean => nowMs - lastMs >= betweenMs;

/** Tells how far something is. The message is made only where it is shown, and holds nothing secret. */
export type Progress = (message: () => string) => void;

export const inMb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/**
 * What n8n offers a node for it: its log, and in a run that was started in the editor the console of the browser. A run that is done
 * within seconds says nothing.
 */
export function progressOf(context: IExecuteFunctions): Progress {
	let last = Date.now();
	return (message) => {
		if (!isDue(last, Date.now())) return;
		last = Date.now();
		const text = `TikTok: ${message()}`;
		context.logger.info(text);
		context.sendMessageToUI(text);
	};
}
