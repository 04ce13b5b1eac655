/** The types of a photo that TikTok takes: https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide */
export type PhotoType = 'image/jpeg' | 'image/webp';

/** So many bytes from the start of a file tell whether it is such a photo. */
export const photoTypeBytes = 12;

/**
 * JPEG (ITU-T T.81, B.1.1.3) and WebP (https://developers.google.com/speed/webp/docs/riff_container).
 *
 * @param beginning the first {@link photoTypeBytes} bytes; more do no harm
 * @returns undefined for anything else
 */
export function photoTypeOf(beginning: Buffer): PhotoType | undefined {
	const text = beginning.toString('latin1', 0, photoTypeBytes);
	if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
	return text.startsWith('RIFF') && text.startsWith('WEBP', 8) ? 'image/webp' : undefined;
}
