import type { IExecuteFunctions } from 'n8n-workflow';

import { credentialText, credentialType } from '../../shared/context';
import { ParameterError } from '../../shared/errors/parameterError';
import { rememberSecrets } from '../../shared/errors/secrets';
import { TikTokError } from '../../shared/errors/tikTokError';
import { photoPath } from '../../shared/photoHost/answers';
import { isPhotoId } from '../../shared/photoHost/photoId';
import { maxShelfBytes, putOnShelf, removeFromShelf } from '../../shared/photoHost/shelf';
import { lifetimeMs, secretName, signPhoto } from '../../shared/photoHost/token';
import { photoFilesLabel, type BinaryField } from './fields/photoFiles';
import { hostUrlLabel, prefixOf } from './fields/photoHostUrl';
import { photoIn } from './photoFile';

/** The host that TikTok fetches an item's photos from. */
export interface PhotoHost {
	/** What TikTok has verified, with its slash at the end. */
	prefix: string;
	/** Photos are signed with it. */
	secret: string;
}

/** Where TikTok will fetch an item's photos. */
export interface HostedPhotos {
	prefix: string;
	/** Why n8n could not look at its own host, as a sentence. */
	unreached?: string;
	/** The ids of the photos, once they have addresses. */
	ids?: string[];
}

/** @throws ParameterError when the credential does not say where the host is */
export async function readPhotoHost(context: IExecuteFunctions): Promise<PhotoHost> {
	const credentials = await context.getCredentials(credentialType);
	const secret = credentialText(credentials, 'appSecret');
	if (secret === '') {
		throw new ParameterError(
			'Client Secret',
			'The TikTok credential has no ‘Client Secret’, and the addresses of photos are signed with it',
			'Open the credential and enter the Client Secret of your TikTok app.',
		);
	}
	return { prefix: prefixOf(credentials.photoHostUrl), secret };
}

/**
 * Makes an item's photos reachable for TikTok, for two hours from now.
 *
 * @returns their ids, and their addresses, which are secret; in their order
 * @throws ParameterError when a file is not there any more, or memory has no room for it
 */
export function signPhotos(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: BinaryField[],
	{ prefix, secret }: PhotoHost,
): Array<{ id: string; address: string }> {
	const expiresAt = Date.now() + lifetimeMs;
	return fields.map((field, index) => {
		const photo = photoIn(context, itemIndex, field);
		const id = 'id' in photo ? photo.id : shelfId(context, itemIndex, index, secret);
		if ('base64' in photo && !putOnShelf(id, photo.base64, expiresAt)) throw noRoom();
		if (!isPhotoId(id)) throw strangeId(index);
		const token = signPhoto(id, expiresAt, secret);
		rememberSecrets(token);
		return { id, address: `${prefix}${photoPath}?t=${token}` };
	});
}

/** Nobody needs them any more: the memory is free again. */
export function releasePhotos(ids: string[] = []): void {
	for (const id of ids) removeFromShelf(id);
}

/** The same for each try of n8n's Retry On Fail: TikTok may still use the addresses of the first one. */
function shelfId(
	context: IExecuteFunctions,
	itemIndex: number,
	index: number,
	secret: string,
): string {
	const { id, name } = context.getNode();
	const run: unknown = context.evaluateExpression('{{ $runIndex }}', itemIndex);
	const parts = [context.getExecutionId(), id, name, run, itemIndex, index];
	return `memory:${secretName(parts, secret)}`;
}

const database =
	'Let n8n keep files on disk or in its database (N8N_DEFAULT_BINARY_DATA_MODE=filesystem or database).';

function noRoom(): ParameterError {
	return new ParameterError(
		photoFilesLabel,
		`n8n keeps files in memory, and more than ${maxShelfBytes / 1_000_000} MB of photos wait there for TikTok`,
		`Post fewer photos at a time, or try again once TikTok has fetched the others. ${database}`,
	);
}

function strangeId(index: number): ParameterError {
	return new ParameterError(
		photoFilesLabel,
		`n8n keeps photo ${index + 1} of ‘${photoFilesLabel}’ in a store that the photo host does not know`,
		database,
	);
}

/** TikTok's refusal, or verdict, with what it means where the photos come from n8n; anything else as it is. */
export function aboutHost<E>(error: E, { prefix }: HostedPhotos): E | TikTokError {
	if (!(error instanceof TikTokError)) return error;
	const detail = details[error.code]?.(prefix);
	if (detail === undefined) return error;
	const all = [detail, error.facts.detail];
	return new TikTokError({ ...error.facts, detail: all.filter(Boolean).join(' ') });
}

const details: Record<string, ((prefix: string) => string) | undefined> = {
	url_ownership_unverified: (prefix) =>
		`The photos come from n8n itself, and TikTok has not verified its address for this app: in TikTok’s developer portal open the app, then URL properties → Verify property → URL prefix, and enter exactly ${prefix} (the TikTok Photo Host Trigger serves the file that TikTok names).`,
	photo_pull_failed: (prefix) =>
		`The photos come from n8n itself, under ${prefix}: the workflow with the TikTok Photo Host Trigger must stay published, that address must be reachable from the internet, and the execution must be kept until TikTok has fetched them (‘${hostUrlLabel}’ of the credential).`,
};
