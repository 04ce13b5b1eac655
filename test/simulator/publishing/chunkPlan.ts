import { INVALID } from '../api/answers';
import type { Rules } from '../rules';

/**
 * The rules of https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide:
 *
 * 1. The count is the size divided by the size of a chunk, rounded down; the last chunk takes the remainder.
 * 2. A chunk has 5 to 64 MB, the last one up to 128 MB.
 * 3. A video under 5 MB is one chunk.
 * 4. A video over 64 MB is more than one chunk.
 * 5. There are 1 to 1000 chunks.
 * 6. A single chunk is as large as the video (seen in live refusals).
 */

export interface ChunkPlan {
	videoSize: number;
	chunkSize: number;
	totalChunkCount: number;
}

/** The readings of 5, 64 and 128 MB, in bytes: smallest chunk, largest chunk, largest last chunk. */
const BOUNDS = {
	lenient: { min: 5_000_000, max: 67_108_864, last: 134_217_728 },
	decimal: { min: 5_000_000, max: 64_000_000, last: 128_000_000 },
	binary: { min: 5_242_880, max: 67_108_864, last: 134_217_728 },
} as const;

/** Rule 5. */
const MAX_CHUNKS = 1000;

/**
 * Judges the plan of an init.
 *
 * @returns TikTok's text about what is wrong, or undefined for a legal plan
 */
export function chunkPlanProblem(plan: ChunkPlan, rules: Rules): string | undefined {
	const { videoSize, chunkSize, totalChunkCount } = plan;
	const { min, max, last } = BOUNDS[rules.chunkBounds];
	if (videoSize < 1 || videoSize > rules.maxVideoBytes) return INVALID.sourceInfo;

	const whole = chunkSize === videoSize; // rules 3 and 6
	if (whole && chunkSize > max) return INVALID.chunkSize; // rule 4: over 64 MB needs several chunks
	if (!whole && (chunkSize < min || chunkSize > max)) return INVALID.chunkSize; // rule 2
	const count = Math.floor(videoSize / chunkSize); // rule 1
	if (!whole && count < 2) return INVALID.chunkSize; // rule 6: one chunk must be the whole file
	if (totalChunkCount !== count || count > MAX_CHUNKS) return INVALID.chunkCount; // rules 1 and 5
	if (videoSize - (count - 1) * chunkSize > last) return INVALID.chunkSize; // rule 2
	return undefined;
}

/** The byte range of chunk `index`, both ends inclusive; the last chunk takes the remainder. */
export function chunkRange(plan: ChunkPlan, index: number): { first: number; last: number } {
	const first = index * plan.chunkSize;
	const isLast = index === plan.totalChunkCount - 1;
	return { first, last: isLast ? plan.videoSize - 1 : first + plan.chunkSize - 1 };
}
