import type { FailReason } from '../../model';

/** What a video track says of itself; undefined where the file does not tell. */
export interface VideoFacts {
	durationSec?: number;
	width?: number;
	height?: number;
	framesPerSecond?: number;
	/** The sample entry (`avc1`) or codec id (`V_VP9`). */
	codec?: string;
}

/** What was seen in media that arrived. */
export interface MediaVerdict extends VideoFacts {
	/** Why TikTok would refuse it: https://developers.tiktok.com/doc/content-posting-api-reference-get-video-status */
	failure?: { reason: FailReason; detail: string };
}

/** The file cannot be read as what it claims to be. */
export class BrokenMedia extends Error {}
