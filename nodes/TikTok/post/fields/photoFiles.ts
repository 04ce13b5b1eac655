import type { IBinaryData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ParameterError } from '../../../shared/errors/parameterError';
import { readLines } from '../../../shared/fields/texts';
import { plain, refusal } from '../../../shared/fields/values';
import { isRecord } from '../../../shared/records';
import { stepWithFile } from '../../upload/binaryFile';

/** A binary field by its name, or the binary itself, as `$binary.data` gives it. */
export type BinaryField = string | IBinaryData;

/** The label of the parameter with the names of the files. */
export const photoFilesLabel = 'Input Binary Fields';

export const photoFilesField: INodeProperties = {
	displayName: photoFilesLabel,
	name: 'photoBinaryFields',
	type: 'string',
	required: true,
	default: '={{ Object.keys($binary).join(",") }}',
	placeholder: 'e.g. data, data_1, data_2',
	hint: 'As it stands, all files of the item, in their order',
	description:
		'The names of the binary fields with the photos (JPEG or WebP), in the order of the carousel, separated by commas',
};

const rule = {
	must: 'the names of fields with files',
	wayOut:
		'Enter the names that the step before shows under Binary, separated by commas, such as data, data_1; or an expression that gives a list of them, such as {{ Object.keys($binary) }}.',
};

/** @throws ParameterError for anything that names no file */
export function readPhotoFiles(context: IExecuteFunctions, itemIndex: number): BinaryField[] {
	const value = context.getNodeParameter('photoBinaryFields', itemIndex, '');
	const present = Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
	const fields = fieldsIn(value, present);
	if (fields.length > 0) return fields;
	if (present.length > 0) throw refusal(photoFilesLabel, rule.must, '', rule.wayOut);
	throw new ParameterError(
		photoFilesLabel,
		`‘${photoFilesLabel}’ is empty, since the item has no file at all`,
		`To post photos, ${stepWithFile('picture')}`,
	);
}

/** @param present the names of the item's binary fields: one may have a comma in it */
function fieldsIn(value: unknown, present: string[]): BinaryField[] {
	const given = typeof value === 'string' && present.includes(value) ? [value] : plain(value);
	if (isBinary(given)) return [given];
	if (Array.isArray(given))
		return given.flatMap((entry: unknown) =>
			typeof entry === 'string' && present.includes(entry) ? [entry] : fieldsIn(entry, present),
		);
	// `$binary` as a whole.
	const files = isRecord(given) ? Object.values(given) : [];
	if (files.length > 0 && files.every(isBinary)) return files;
	return readLines(photoFilesLabel, given, /[,;\r\n]+/, rule);
}

function isBinary(value: unknown): value is IBinaryData {
	return (
		isRecord(value) && typeof value.mimeType === 'string' && ('data' in value || 'id' in value)
	);
}

/** What the output calls a file: it tells more than the name of its field. */
export function fileNameOf(
	context: IExecuteFunctions,
	itemIndex: number,
	field: BinaryField,
): string {
	const file =
		typeof field === 'string' ? context.getInputData()[itemIndex]?.binary?.[field] : field;
	const name = file?.fileName;
	if (typeof name === 'string' && name !== '') return name;
	return typeof field === 'string' ? field : 'file';
}
