/** So many different durations are counted, each. */
const maxKinds = 4096;

/** How long the frames of a track are shown, as the tables of a file list it. */
export class FrameTimes {
	/** Frames. */
	count = 0;

	/** How long they last together, in ticks of the track. */
	ticks = 0;

	private last = 0;

	/** How many frames last so many ticks. */
	private readonly kinds = new Map<number, number>();

	/** @param ticks of each of these frames */
	add(count: number, ticks: number): void {
		if (count === 0) return;
		this.count += count;
		this.ticks += count * ticks;
		this.last = ticks;
		this.addKind(count, ticks);
	}

	/** Adds another track part's frames behind these. */
	append(other: FrameTimes | undefined): this {
		if (!other || other.count === 0) return this;
		for (const [ticks, count] of other.kinds) this.addKind(count, ticks);
		this.count += other.count;
		this.ticks += other.ticks;
		this.last = other.last;
		return this;
	}

	/** The average of all frames in a second. */
	average(timescale: number): number {
		return (this.count * timescale) / this.ticks;
	}

	/**
	 * The rates that can be meant where frames last differently: the average without the last frame, which is often held to
	 * fill up the time, and what most frames have. TikTok's pages do not say which of them counts. A single frame has no rate.
	 */
	otherRates(timescale: number): Array<number | undefined> {
		if (this.count === 1) return [undefined];
		const kinds = [...this.kinds].map(([ticks, count]) => ({
			ticks,
			count: ticks === this.last ? count - 1 : count,
		}));
		const most = kinds.reduce((best, kind) => (kind.count > best.count ? kind : best), {
			ticks: 0,
			count: 0,
		});
		return [((this.count - 1) * timescale) / (this.ticks - this.last), timescale / most.ticks];
	}

	private addKind(count: number, ticks: number): void {
		const known = this.kinds.get(ticks);
		if (known !== undefined || this.kinds.size < maxKinds)
			this.kinds.set(ticks, (known ?? 0) + count);
	}
}
