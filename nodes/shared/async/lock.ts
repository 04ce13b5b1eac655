import { endsFirst, throwIfCancelled } from './wait';

/** One at a time by key, first come first served, within this process. */
export class Lock<K> {
	/** For each key that is held: ends when the last in line is through. */
	private readonly lines = new Map<K, Promise<void>>();

	isHeld(key: K): boolean {
		return this.lines.has(key);
	}

	/**
	 * Does the work once all who came before with the same key are through.
	 *
	 * @param signal ends the wait; work that has begun is left alone
	 * @throws Error when it is cancelled while it waits; what the work throws
	 */
	async run<T>(key: K, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
		throwIfCancelled(signal);
		const before = this.lines.get(key);
		let leave = () => {};
		const own = new Promise<void>((resolve) => (leave = resolve));
		const line = before ? before.then(async () => await own) : own;
		this.lines.set(key, line);
		void line.then(() => {
			if (this.lines.get(key) === line) this.lines.delete(key);
		});
		try {
			if (before && !(await endsFirst(before, signal))) throwIfCancelled(signal);
			return await work();
		} finally {
			leave();
		}
	}
}
