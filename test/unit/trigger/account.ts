import { nextBefore, type VideoPage } from '../../../nodes/shared/api/listVideos';

/** A post of the model. */
export interface ModelPost {
	id: string;
	/** When it was made, in UTC ms. */
	madeAt: number;
	isPublic: boolean;
	isDeleted: boolean;
	wasListedAtBeginning: boolean;
	/** How often the trigger put it out. */
	emitted: number;
}

/** What TikTok's documentation leaves open about the list. */
export interface ListRules {
	/** Videos in a page; TikTok's largest has 20. */
	pageSize: number;
	/** What cursors are compared in, in ms: 1000 (as `create_time` is) or 1. */
	grainMs: number;
	/** Whether what is not public counts in a page, of which it is then left out. */
	cutsBeforeFilter: boolean;
}

/**
 * TikTok's list as documented: what is public now, newest first, made before the cursor
 * (https://developers.tiktok.com/doc/tiktok-api-v2-video-list).
 */
export class ModelAccount {
	readonly posts: ModelPost[] = [];

	calls = 0;

	constructor(readonly rules: ListRules) {}

	publish(madeAt: number, isPublic: boolean): void {
		this.posts.push({
			id: String(7_600_000_000_000_000_000n + BigInt(this.posts.length) * 7_919n),
			madeAt,
			isPublic,
			isDeleted: false,
			wasListedAtBeginning: false,
			emitted: 0,
		});
	}

	/**
	 * The posts that the list gives out to whoever asks with every cursor there is: a page for each time that cursors tell
	 * apart. Of more posts of one such time, those behind the first page cannot be had by any client.
	 */
	get listed(): ModelPost[] {
		const before = new Map<number, number>();
		return this.candidates.filter((post) => {
			const time = this.timeOf(post);
			const place = before.get(time) ?? 0;
			before.set(time, place + 1);
			return place < this.rules.pageSize && isVisible(post);
		});
	}

	page(beforeMs = Infinity): VideoPage {
		this.calls += 1;
		const older = this.candidates.filter((post) => this.timeOf(post) < beforeMs);
		const page = older.slice(0, this.rules.pageSize);
		const last = page.at(-1);
		const hasMore = older.length > page.length;
		return {
			videos: page
				.filter(isVisible)
				.map(({ id, madeAt }) => ({ id, create_time: Math.floor(madeAt / 1000) })),
			next: hasMore && last ? nextBefore(this.timeOf(last), beforeMs) : undefined,
		};
	}

	/** What pages are cut from, newest first. */
	private get candidates(): ModelPost[] {
		return this.posts
			.filter((post) => this.rules.cutsBeforeFilter || isVisible(post))
			.sort((a, b) => b.madeAt - a.madeAt || (b.id > a.id ? 1 : -1));
	}

	private timeOf({ madeAt }: ModelPost): number {
		return Math.floor(madeAt / this.rules.grainMs) * this.rules.grainMs;
	}
}

const isVisible = ({ isPublic, isDeleted }: ModelPost) => isPublic && !isDeleted;
