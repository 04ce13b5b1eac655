import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import { ParameterError } from '../../shared/errors/parameterError';
import { isRecord } from '../../shared/records';
import { SourceUnavailableError } from './source';

/** What is looked for in a binary field, for the messages. */
export interface WantedFile {
	/** The label of the parameter that names the field. */
	parameter: string;
	what: 'video' | 'picture';
	/** A file name. */
	example: string;
}

/** What a message calls it. */
export function nameOfField(field: string | IBinaryData): string {
	return typeof field === 'string' ? `‘${field}’` : `the file`;
}

/** The way out where an item has no file. */
export const stepWithFile = (what: WantedFile['what']): string =>
	`put a step before this one that outputs the ${what} as a file, such as an HTTP Request node with the response format File.`;

/**
 * @param field the binary field's name, or the binary itself as newer n8n passes it
 * @throws ParameterError when the item has no such file
 */
export function binaryIn(
	context: IExecuteFunctions,
	itemIndex: number,
	field: string | IBinaryData,
	wanted: WantedFile,
): IBinaryData {
	const file = fileIn(context, itemIndex, field);
	if (file) return file;
	const present = Object.keys(context.getInputData()[itemIndex]?.binary ?? {});
	const hint =
		present.length > 0
			? `The item has these binary fields: ${present.join(', ')}. Enter one of them.`
			: `The item has no file at all: ${stepWithFile(wanted.what)} To post from a link, choose a URL as the source above.`;
	throw new ParameterError(
		wanted.parameter,
		`The item has no file in ${nameOfField(field)}, which ‘${wanted.parameter}’ names`,
		hint,
	);
}

function fileIn(
	{ helpers }: IExecuteFunctions,
	itemIndex: number,
	field: string | IBinaryData,
): IBinaryData | undefined {
	try {
		return helpers.assertBinaryData(itemIndex, field as string);
	} catch {
		return undefined;
	}
}

/**
 * The content of a file in memory as base64. n8n has it so; Code nodes also hand over data URLs, line breaks, a Buffer or its JSON.
 *
 * @throws ParameterError for anything else
 */
export function base64Of(data: unknown, name: string, { parameter, example }: WantedFile): string {
	const buffer = bufferOf(data);
	if (buffer) return buffer.toString('base64');
	const text =
		typeof data === 'string' ? data.replace(/^data:[^,]{0,200},/, '').replace(/\s/g, '') : '';
	if (typeof data === 'string' && /^[\w+/-]*={0,2}$/.test(text)) return text.replace(/=+$/, '');
	throw new ParameterError(
		parameter,
		`The file in ${name} of ‘${parameter}’ does not hold base64, which is how n8n keeps files`,
		`In a Code node make it with this.helpers.prepareBinaryData(buffer, "${example}"), or pass the file of an earlier step on.`,
	);
}

/** A Buffer, or one that has gone through JSON. */
function bufferOf(data: unknown): Buffer | undefined {
	if (Buffer.isBuffer(data)) return data;
	if (!isRecord(data) || data.type !== 'Buffer' || !Array.isArray(data.data)) return undefined;
	return Buffer.from(data.data as number[]);
}

/** How the errors of n8n's stores (files, database, S3) say that they do not have a file. */
const missing = /not found|no such|NoSuchKey|ENOENT|does not exist/i;

export const checkStore =
	'n8n removes files of old executions; in queue mode all processes need one store (N8N_DEFAULT_BINARY_DATA_MODE=database or s3).';

/** The store on disk names the folders of n8n's server: `…, open '/home/node/.n8n/…'`. */
const folders = /(, \w+)? '[^']*[\\/][^']*'( -> '[^']*')?/g;

/** @param subject which file it is, to be read after “the file in” */
export function storeRefusal(error: unknown, subject: string, parameter: string): ParameterError {
	const { name, message, code } = error as Error & { code?: unknown };
	if (missing.test(`${name} ${message} ${String(code)}`))
		return new ParameterError(
			parameter,
			`n8n’s store does not have the file in ${subject} any more`,
			`Run the step that makes the file again, and send it in the same execution. ${checkStore}`,
		);
	return new SourceUnavailableError(
		parameter,
		`n8n’s store did not hand over the file in ${subject}: ${message.replace(folders, '')}`,
		`Run the workflow again. If it stays, look at the store of n8n’s files: ${checkStore}`,
	);
}
