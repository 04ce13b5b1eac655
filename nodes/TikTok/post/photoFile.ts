import type { IExecuteFunctions } from 'n8n-workflow';

import { ParameterError } from '../../shared/errors/parameterError';
import { rethrow } from '../../shared/errors/rethrow';
import type { PhotoBeginning } from '../media/inspectPhoto';
import {
	base64Of,
	binaryIn,
	nameOfField,
	storeRefusal,
	type WantedFile,
} from '../upload/binaryFile';
import { photoFilesLabel, type BinaryField } from './fields/photoFiles';
import { beginningOf, maxBeginning } from './photoBeginning';

const wanted: WantedFile = { parameter: photoFilesLabel, what: 'picture', example: 'photo.jpg' };

/** Where n8n keeps the photo of a binary field. */
export type KeptPhoto =
	/** In a store: by the store's id. */
	| { id: string }
	/** In the item itself. */
	| { base64: string };

/** @throws ParameterError when the item has no such file */
export function photoIn(
	context: IExecuteFunctions,
	itemIndex: number,
	field: BinaryField,
): KeptPhoto {
	const { id, data } = binaryIn(context, itemIndex, field, wanted);
	return id ? { id } : { base64: base64Of(data, nameOfField(field), wanted) };
}

/**
 * Reads as much of a photo as tells its format and size.
 *
 * @param subject which file it is, to be read after “the file in”
 * @throws ParameterError when n8n's store does not have it
 */
export async function lookAt(
	{ helpers }: IExecuteFunctions,
	photo: KeptPhoto,
	subject: string,
): Promise<PhotoBeginning & { size: number }> {
	if ('base64' in photo) {
		const { base64 } = photo;
		const beginning = Buffer.from(base64.slice(0, Math.ceil(maxBeginning / 3) * 4), 'base64');
		return { beginning, size: Buffer.byteLength(base64, 'base64') };
	}
	try {
		const { fileSize: size } = await helpers.getBinaryMetadata(photo.id);
		const beginning = await beginningOf(await helpers.getBinaryStream(photo.id, 64 * 1024));
		return { beginning, size };
	} catch (error) {
		return rethrow(
			error instanceof ParameterError ? error : storeRefusal(error, subject, photoFilesLabel),
		);
	}
}
