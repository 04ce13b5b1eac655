/**
 * Sizes in bytes, by https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide. It does not say what an MB is; these
 * bounds hold for 10^6 and for 2^20 alike.
 */
export const chunkBounds = {
	smallest: 5_242_880,
	largest: 64_000_000,
	/** 4 GB, read as 4 GiB: the larger reading, so that nothing legal is refused. */
	largestVideo: 4_294_967_296,
} as const;

/** How a video is cut, in the words of TikTok's `source_info`. Sizes in bytes. */
export interface ChunkPlan {
	videoSize: number;
	chunkSize: number;
	chunkCount: number;
}

/** One part of the upload; both ends inclusive, in bytes from the start of the video. */
export interface Chunk {
	index: number;
	first: number;
	last: number;
}

/**
 * Cuts a video by TikTok's rules (same page): the count is `floor(videoSize / chunkSize)`, the last chunk takes the rest, one
 * chunk means that the chunk is the video. Chunks are of one size and as few as the bounds allow.
 *
 * @param videoSize 1 to 4 GiB, in bytes
 * @param preferredChunk the largest chunk that suits the source, at least twice the smallest legal one, in bytes
 * @throws RangeError outside these sizes
 */
export function planChunks(
	videoSize: number,
	preferredChunk: number = chunkBounds.largest,
): ChunkPlan {
	if (!Number.isSafeInteger(videoSize) || videoSize < 1 || videoSize > chunkBounds.largestVideo) {
		throw new RangeError(`A video of ${videoSize} bytes cannot be uploaded`);
	}
	const target = Math.min(preferredChunk, chunkBounds.largest);
	if (target < 2 * chunkBounds.smallest) {
		throw new RangeError(`Chunks of ${preferredChunk} bytes are too small`);
	}
	const chunkCount = Math.ceil(videoSize / target);
	return { videoSize, chunkSize: Math.floor(videoSize / chunkCount), chunkCount };
}

/** The chunk with this index, from 0. */
export function chunkAt({ videoSize, chunkSize, chunkCount }: ChunkPlan, index: number): Chunk {
	const first = index * chunkSize;
	const last = index === chunkCount - 1 ? videoSize - 1 : first + chunkSize - 1;
	return { index, first, last };
}

/**
 * Where to go on when TikTok has so many bytes: the chunk that begins there, or the one of which only a part arrived.
 *
 * @returns the index of the next chunk to send; the count of chunks when everything is there
 */
export function nextChunkAfter(plan: ChunkPlan, uploadedBytes: number): number {
	if (uploadedBytes >= plan.videoSize) return plan.chunkCount;
	return Math.min(Math.floor(Math.max(uploadedBytes, 0) / plan.chunkSize), plan.chunkCount - 1);
}
