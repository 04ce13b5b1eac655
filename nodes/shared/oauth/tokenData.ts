import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { TikTokError } from '../errors/tikTokError';

/** The token endpoint's answer as n8n stores it, or undefined where the credential was never connected. */
export function tokenDataOf(credentials: ICredentialDataDecryptedObject): IDataObject | undefined {
	const data = credentials.oauthTokenData;
	if (typeof data !== 'object' || Array.isArray(data) || Object.keys(data).length === 0) {
		return undefined;
	}
	return data;
}

/** The text of a key of the token data, or undefined. */
export function tokenText(data: IDataObject, key: string): string | undefined {
	const value = data[key];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * TikTok answers a refused token request with HTTP 200 and a flat body with a string `error` (reference T§1.6). n8n
 * takes that for a success and merges it into the token data that it has.
 *
 * @param data the token data, possibly with such a refusal merged in
 * @param accessTokenBefore the access token before the refresh, when one has just taken place
 * @returns the failure when there is no access token, or when the refresh brought none: then nothing may be stored
 */
export function refusalIn(data: IDataObject, accessTokenBefore?: string): TikTokError | undefined {
	const error = tokenText(data, 'error');
	const accessToken = tokenText(data, 'access_token');
	if (accessToken && (!error || accessToken !== accessTokenBefore)) return undefined;
	return new TikTokError({
		code: error ?? 'not_connected',
		tikTokText: tokenText(data, 'error_description'),
		logId: tokenText(data, 'log_id'),
		detail: refusalDetail(error, accessToken),
	});
}

function refusalDetail(error?: string, accessToken?: string): string | undefined {
	if (!error) return undefined;
	return accessToken
		? 'TikTok refused to renew the access token.'
		: 'TikTok refused the connection when the account was connected.';
}

/** Token data without what an earlier refusal has left in it. */
export function withoutRefusal(data: IDataObject): IDataObject {
	const clean = { ...data };
	if (tokenText(clean, 'error')) {
		delete clean.error;
		delete clean.error_description;
		delete clean.log_id;
	}
	return clean;
}
