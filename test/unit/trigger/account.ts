import { nextBefore, type VideoPage } from '../../../nodes/shared/api/listVideos';

/** A post of the model. */
export interface ModelPost {
	id: string;
	/** When it was made, in UTC ms. */
	madeAt: number;
	isPublic: boolean;
	isDeleted: boolean;
	wasPublicAtBeginning: boolean;
	/** How often the trigger put it out. */
	emitted: number;
}

/** TikTok's list as the reference describes it (T§10.1): what is public now, newest first, made before the cursor. */
export class ModelAccount {
	readonly posts: ModelPost[] = [];

	calls = 0;

	/**
	 * @param pageSize videos in a page
	 * @param grainMs of the cursor: 1000 or 1
	 */
	constructor(
		readonly pageSize: number,
		private readonly grainMs: number,
	) {}

	/** More posts than a page within one second cannot be listed: such a one is made a second later. */
	publish(madeAt: number, isPublic: boolean): void {
		const second = Math.floor(madeAt / 1000);
		if (
			this.posts.filter((post) => Math.floor(post.madeAt / 1000) === second).length >= this.pageSize
		) {
			return this.publish(madeAt + 1000, isPublic);
		}
		const id = String(7_600_000_000_000_000_000n + BigInt(this.posts.length) * 7_919n);
		this.posts.push({
			id,
			madeAt,
			isPublic,
			isDeleted: false,
			wasPublicAtBeginning: false,
			emitted: 0,
		});
	}

	get visible(): ModelPost[] {
		return this.posts.filter(({ isPublic, isDeleted }) => isPublic && !isDeleted);
	}

	page(beforeMs = Infinity): VideoPage {
		this.calls += 1;
		const timeOf = ({ madeAt }: ModelPost) => Math.floor(madeAt / this.grainMs) * this.grainMs;
		const older = this.visible
			.filter((post) => timeOf(post) < beforeMs)
			.sort((a, b) => b.madeAt - a.madeAt);
		const page = older.slice(0, this.pageSize);
		const last = page.at(-1);
		const hasMore = older.length > page.length;
		return {
			videos: page.map(({ id, madeAt }) => ({ id, create_time: Math.floor(madeAt / 1000) })),
			next: hasMore && last ? nextBefore(timeOf(last), beforeMs) : undefined,
		};
	}
}
