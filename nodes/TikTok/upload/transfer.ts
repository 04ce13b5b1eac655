import type { ChunkPlan } from './chunkPlan';
import type { VideoSource } from './source';

/** What TikTok says about an upload under way. */
export interface UploadProgress {
	uploadedBytes: number;
	/** Whether everything is there: TikTok has begun to process it, or is done with it. */
	arrived: boolean;
}

/** An upload that TikTok has begun: as far as it is, it can be taken up again. */
export interface Transfer {
	publishId: string;
	plan: ChunkPlan;
	/** Pre-signed; a secret, kept in memory only. */
	uploadUrl: string;
	/** When the URL stops to work, in UTC ms. */
	expiresAt: number;
	/** What TikTok has of the video, as far as it is known, in bytes. */
	uploadedBytes: number;
	/** Whether a request that carried the last bytes was left without an answer that refuses them. Kept up to date here. */
	mayHaveArrived: boolean;
}

/** What an upload needs besides the transfer itself. */
export interface Sending {
	source: VideoSource;
	/** Asks TikTok how much has arrived. */
	progress: () => Promise<UploadProgress>;
	/** Told again and again how much of the file is on its way, in bytes. */
	report: (bytes: number) => void;
	/** Done right before the last bytes go, each time that they do. Rejects when they must not. */
	beforeLastBytes: () => Promise<void>;
}
