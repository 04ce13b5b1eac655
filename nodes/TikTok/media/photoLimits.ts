import { editImage } from './contentNames';
import { checkLimits, type MediaCheck } from './mediaCheck';

/**
 * What TikTok takes: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide, which says “1080p” of a
 * photo. That it is the shorter side was seen live in August 2026: one photo of 1086 × 1448 made a whole post of others fail,
 * and so did one of 1254 × 1254 alone (https://github.com/gitroomhq/postiz-app/pull/1875).
 */
const limits = {
	/** Of the shorter side, in pixels. */
	maxShorterSide: 1080,
	/** 20 MB, by either reading of MB. */
	bytes: [20_000_000, 20 * 1024 * 1024],
} as const;

/** What is known of a photo before it is posted. */
export interface PhotoFacts {
	width?: number;
	height?: number;
	/** Of the whole file, in bytes. */
	size?: number;
}

/**
 * Holds a photo against TikTok's limits. What is not known is not judged.
 *
 * @param parameter label of the parameter that the photo comes from
 * @param subject what the message calls the photo, such as “Photo 3 of ‘Photo URLs’”
 * @param wanted what the way out speaks of
 */
export function checkPhoto(
	{ width, height, size }: PhotoFacts,
	parameter: string,
	subject = `The photo of ‘${parameter}’`,
	wanted: 'photo' | 'photoFile' = 'photo',
): MediaCheck {
	const isTooLarge =
		width !== undefined && height !== undefined && Math.min(width, height) > limits.maxShorterSide;
	return checkLimits(
		[
			{
				readings: [isTooLarge ? `has ${width} × ${height} pixels` : undefined],
				rule: `TikTok takes photos whose shorter side has at most ${limits.maxShorterSide}`,
				wayOut:
					wanted === 'photoFile'
						? editImage
						: `Scale the picture down first, so that its shorter side has at most ${limits.maxShorterSide} pixels; 1080 × 1920 is a safe choice.`,
			},
			{
				readings: limits.bytes.map((bytes) =>
					size !== undefined && size > bytes ? `has ${size.toLocaleString('en')} bytes` : undefined,
				),
				rule: 'TikTok takes photos of at most 20 MB',
				wayOut: wanted === 'photoFile' ? editImage : 'Compress or scale the picture first.',
			},
		],
		parameter,
		subject,
	);
}
