import type { PhotoType } from '../../shared/photoType';
import type { ContentName } from './contentNames';

/** The types of a video that TikTok takes: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
export type VideoType = 'video/mp4' | 'video/quicktime' | 'video/webm';

/** What a file is by its first bytes, whatever its label and its name say. */
export type Content =
	| { kind: 'video'; type: VideoType }
	| { kind: 'photo'; type: PhotoType }
	/** Surely something else. */
	| { kind: 'other'; name: ContentName }
	/** Nothing that is known for sure: TikTok judges. */
	| { kind: 'unknown' };
