/** A map that keeps what was used last: over its bound, the entries that were used longest ago go. */
export class Recent<K, V> {
	private readonly entries = new Map<K, V>();

	/**
	 * @param max how many entries are kept
	 * @param mayGo whether an entry may be dropped now; those that may not are kept beyond the bound
	 */
	constructor(
		private readonly max: number,
		private readonly mayGo: (value: V) => boolean = () => true,
	) {}

	get(key: K): V | undefined {
		return this.entries.get(key);
	}

	values(): IterableIterator<V> {
		return this.entries.values();
	}

	/** Makes the entry the one that was used last. */
	set(key: K, value: V): void {
		this.entries.delete(key);
		this.entries.set(key, value);
		for (const [oldest, old] of this.entries) {
			if (this.entries.size <= this.max) return;
			if (oldest !== key && this.mayGo(old)) this.entries.delete(oldest);
		}
	}

	delete(key: K): void {
		this.entries.delete(key);
	}
}
