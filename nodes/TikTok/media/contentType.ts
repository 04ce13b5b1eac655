import { binaryContent } from './binaryContent';
import type { Content } from './content';
import { nameOf, wayOutOf, type ContentName, type Wanted } from './contentNames';
import { isoContent } from './isoContent';
import { MediaRefusal } from './mediaCheck';
import { isText, textContent } from './textContent';

export type { Content, VideoType } from './content';

/**
 * So many bytes from the start of a file tell what it is: enough for a run of packets of MPEG-TS, the mark of a tar archive
 * (byte 257) and a page that begins with a long comment.
 */
export const contentBytes = 4096;

/**
 * Tells what a file is by its content. Only what is sure is told: an MP4 with an unusual brand is a video, and so is a MOV
 * without a brand.
 *
 * @param beginning the first {@link contentBytes} bytes, or the whole file where it is shorter; more do no harm
 */
export function contentOf(beginning: Buffer): Content {
	return fileContent(beginning) ?? textContent(beginning, isFile) ?? { kind: 'unknown' };
}

function fileContent(beginning: Buffer): Content | undefined {
	// “The free …” has the type of a box where a file has one.
	const iso = isText(beginning) ? undefined : isoContent(beginning);
	return iso ?? binaryContent(beginning);
}

function isFile(beginning: Buffer): boolean {
	return fileContent(beginning) !== undefined;
}

/**
 * @param parameter label of the parameter that the file comes from
 * @param subject what the message calls the file
 * @returns undefined where the content is a video, or may be one
 */
export function notAVideo(
	content: Content,
	parameter: string,
	subject = `The file of ‘${parameter}’`,
): MediaRefusal | undefined {
	if (content.kind === 'video' || content.kind === 'unknown') return undefined;
	const name = content.kind === 'photo' ? nameOfType[content.type] : content.name;
	return refusal(name, 'video', parameter, subject);
}

/**
 * @param parameter label of the parameter that the picture comes from
 * @param subject what the message calls the picture, such as “Photo 3 of ‘Photo URLs’”
 * @param wanted what the way out speaks of
 * @returns undefined where the content is a photo that TikTok takes, or may be one
 */
export function notAPhoto(
	content: Content,
	parameter: string,
	subject = `The picture of ‘${parameter}’`,
	wanted: 'photo' | 'photoFile' = 'photo',
): MediaRefusal | undefined {
	if (content.kind === 'photo' || content.kind === 'unknown') return undefined;
	const name = content.kind === 'video' ? nameOfType[content.type] : content.name;
	return refusal(name, wanted, parameter, subject);
}

const nameOfType = {
	'image/jpeg': 'jpeg',
	'image/webp': 'webp',
	'video/mp4': 'mp4',
	'video/quicktime': 'mov',
	'video/webm': 'webm',
} as const;

const taken = {
	video: 'TikTok takes videos as MP4, MOV and WebM',
	photo: 'TikTok takes photos as JPEG and WebP',
	photoFile: 'TikTok takes photos as JPEG and WebP',
};

function refusal(
	name: ContentName,
	wanted: Wanted,
	parameter: string,
	subject: string,
): MediaRefusal {
	const fact = `is ${nameOf(name)}`;
	return new MediaRefusal(parameter, subject, fact, wayOutOf(name, wanted), taken[wanted]);
}
