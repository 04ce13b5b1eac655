import type { FailReason } from '../../model';

/** What the header says about a video track; undefined where it does not say. */
export interface VideoFacts {
	durationSec?: number;
	width?: number;
	height?: number;
	framesPerSecond?: number;
	/** The sample entry (`avc1`) or codec id (`V_VP9`). */
	codec?: string;
}

/** What was found in media that arrived. */
export interface MediaVerdict extends VideoFacts {
	/** Why TikTok refuses it. */
	failure?: { reason: FailReason; detail: string };
}

/** The file cannot be read as what it claims to be. */
export class BrokenMedia extends Error {}
