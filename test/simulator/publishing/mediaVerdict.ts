import type { FailReason } from '../model';

/** What was seen in media that arrived. */
export interface MediaVerdict {
	durationSec?: number;
	width?: number;
	height?: number;
	framesPerSecond?: number;
	/** Why TikTok would refuse it (T§7.4, T§8.1). */
	failure?: { reason: FailReason; detail: string };
}
