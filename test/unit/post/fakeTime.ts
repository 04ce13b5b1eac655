import { jest } from '@jest/globals';

/** From here on timers wait for {@link inFakeTime}; what is not a timer goes on by itself. */
export function useFakeTime(): void {
	jest.useFakeTimers({
		doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'performance', 'hrtime'],
	});
}

/** Lets time pass until the work is done: its waits end in their order, whatever the machine does meanwhile. */
export async function inFakeTime<T>(work: Promise<T>): Promise<T> {
	let isDone = false;
	const done = () => (isDone = true);
	work.then(done, done);
	while (!isDone) await jest.advanceTimersByTimeAsync(10);
	return await work;
}
