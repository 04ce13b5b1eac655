import { contentOf, notAPhoto } from './contentType';
import { MediaRefusal, type MediaCheck } from './mediaCheck';
import { readPhotoHeader } from './photoHeader';
import { checkPhoto } from './photoLimits';

/** The first bytes of a photo, and the size of the whole one in bytes, where it is known. */
export interface PhotoBeginning {
	beginning: Buffer;
	size?: number;
}

/** What the beginning of a photo shows. */
export type PhotoInspection =
	| MediaCheck
	/** TikTok judges it. `why` continues “The photo was not checked:”. */
	| { kind: 'unknown'; why: string };

/**
 * Tells by the content whether TikTok would take a photo.
 *
 * @param parameter label of the parameter that the photo comes from
 * @param subject what the message calls the photo
 * @param wanted what the way out speaks of: the photo behind an address, or the file
 */
export function inspectPhoto(
	{ beginning, size }: PhotoBeginning,
	parameter: string,
	subject: string,
	wanted: 'photo' | 'photoFile' = 'photo',
): PhotoInspection {
	if (size === 0) {
		const wayOut = 'Check the step that makes the picture: its file has 0 bytes.';
		return { kind: 'refused', refusal: new MediaRefusal(parameter, subject, 'is empty', wayOut) };
	}
	const content = contentOf(beginning);
	const refusal = notAPhoto(content, parameter, subject, wanted);
	if (refusal) return { kind: 'refused', refusal };
	const header = readPhotoHeader(beginning);
	const pixels = header.kind === 'known' ? header : {};
	const check = checkPhoto({ ...pixels, size }, parameter, subject, wanted);
	if (check.kind === 'refused' || header.kind === 'known') return check;
	// Where nobody has told the size, a file that ends early may have been broken off on its way.
	if (header.kind === 'more' && size === beginning.length) {
		const fact = `is cut off: it ends after ${size.toLocaleString('en')} bytes, before the picture begins`;
		const wayOut =
			'Make or upload the picture again, and check that the step before waits until it is complete.';
		return { kind: 'refused', refusal: new MediaRefusal(parameter, subject, fact, wayOut) };
	}
	return {
		kind: 'unknown',
		why:
			content.kind === 'unknown'
				? 'the format is not known to the node'
				: 'the header does not tell the size in pixels',
	};
}
