import type { Readable } from '../context';

/** The content types that TikTok takes (reference T§7.2). */
export type VideoMimeType = 'video/mp4' | 'video/quicktime' | 'video/webm';

/**
 * A video that can be read again from any byte, so that a part can be sent anew without being kept in memory. Each kind
 * of source has one implementation.
 */
export interface VideoSource {
	/** In bytes. */
	readonly size: number;
	readonly mimeType: VideoMimeType;
	/** The largest chunk that this source can hand out cheaply, in bytes. */
	readonly preferredChunk: number;
	/**
	 * The bytes from `first` to `last`, both inclusive. Cheapest in order; any other start reopens the source.
	 *
	 * @throws ParameterIssue when the source has fewer bytes than it said, or is gone
	 */
	read(first: number, last: number): Promise<Readable | Buffer>;
	/** Why the last body ended early, if it was the source's doing. */
	defect(): Error | undefined;
	close(): void;
}
