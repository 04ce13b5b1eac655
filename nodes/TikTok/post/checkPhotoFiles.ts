import type { IExecuteFunctions } from 'n8n-workflow';

import { throwIfCancelled } from '../../shared/async/wait';
import { cancelSignalOf } from '../../shared/context';
import { inspectPhoto } from '../media/inspectPhoto';
import { nameOfField } from '../upload/binaryFile';
import { notChecked, refusalOf, type InspectedPhoto } from './checkPhotos';
import { photoFilesLabel as parameter, type BinaryField } from './fields/photoFiles';
import { lookAt, photoIn } from './photoFile';
import { readPhotoHost, releasePhotos, signPhotos, type HostedPhotos } from './photoHost';
import { probeHost } from './probeHost';

/** Photos that have passed. */
export interface CheckedFiles {
	/** What TikTok has to judge, in short sentences. */
	warnings: string[];
	/** Of the first photo, in bytes. */
	firstSize: number;
}

/**
 * Looks at the beginning of each photo, as TikTok gives the whole post up for one of them and does not say for which.
 *
 * @throws ParameterError that names each photo that TikTok surely refuses, or that is not there
 */
export async function checkPhotoFiles(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: BinaryField[],
): Promise<CheckedFiles> {
	const photos: InspectedPhoto[] = [];
	let firstSize = 0;
	for (const [index, field] of fields.entries()) {
		throwIfCancelled(cancelSignalOf(context));
		const name = nameOfField(field);
		const photo = await lookAt(
			context,
			photoIn(context, itemIndex, field),
			`${name} of ‘${parameter}’`,
		);
		if (index === 0) firstSize = photo.size;
		const number = index + 1;
		const subject = `Photo ${number} (${name}) of ‘${parameter}’`;
		const inspection = inspectPhoto(photo, parameter, subject, 'photoFile');
		photos.push({ number, field: name, inspection });
	}
	const refusal = refusalOf(photos);
	if (refusal) throw refusal;
	const passed = photos.flatMap(({ inspection }) =>
		inspection.kind === 'passed' ? inspection.warnings : [],
	);
	return { warnings: [...passed, ...notChecked(photos)], firstSize };
}

/**
 * Looks whether the photos can be fetched.
 *
 * @param size of the first photo, in bytes
 * @throws ParameterError when they surely cannot
 */
export async function checkPhotoHost(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: BinaryField[],
	size: number,
): Promise<HostedPhotos> {
	const host = await readPhotoHost(context);
	const signed = signPhotos(context, itemIndex, fields, host);
	try {
		return { prefix: host.prefix, unreached: await probeHost(context, signed[0].address, size) };
	} finally {
		releasePhotos(signed.map(({ id }) => id));
	}
}
