import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { rememberSecrets } from '../errors/secrets';
import { TikTokError, type FailureFacts } from '../errors/tikTokError';
import { isRecord } from '../records';

/** The token endpoint's answer as n8n stores it, or undefined where the credential was never connected. */
export function tokenDataOf(credentials: ICredentialDataDecryptedObject): IDataObject | undefined {
	const data = credentials.oauthTokenData;
	if (typeof data !== 'object' || Array.isArray(data) || Object.keys(data).length === 0) {
		return undefined;
	}
	return data;
}

/** The text of a key of the token data, or undefined. */
export function tokenText(data: Record<string, unknown>, key: string): string | undefined {
	const value = data[key];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Sees to it that nothing of a credential is shown, should TikTok or a proxy repeat it. The Client Key is no secret. */
export function rememberSecretsOf(credentials: ICredentialDataDecryptedObject): void {
	rememberSecrets(credentials.appSecret, credentials.clientSecret, verifierIn(credentials));
	rememberTokens(tokenDataOf(credentials) ?? {});
}

function rememberTokens(data: IDataObject): void {
	rememberSecrets(data.access_token, data.refresh_token);
}

/** The code verifier of the Desktop flow, while the account is being connected. */
function verifierIn({ additionalBodyProperties: body }: ICredentialDataDecryptedObject) {
	return typeof body === 'string' ? /"code_verifier":"([^"]+)"/.exec(body)?.[1] : undefined;
}

type Refusal = Pick<FailureFacts, 'code' | 'tikTokText' | 'logId'>;

/**
 * TikTok's refusal of a token request: a flat body with a string `error`
 * (https://developers.tiktok.com/doc/oauth-error-handling), whatever the HTTP status. In place of the token endpoint, a
 * gateway may refuse in the envelope of the other endpoints.
 */
export function refusalOfBody(body: Record<string, unknown>): Refusal | undefined {
	const { error } = body;
	const [code, tikTokText, logId] = isRecord(error)
		? [tokenText(error, 'code'), tokenText(error, 'message'), tokenText(error, 'log_id')]
		: [tokenText(body, 'error'), tokenText(body, 'error_description'), tokenText(body, 'log_id')];
	return code === undefined || code === 'ok' ? undefined : { code, tikTokText, logId };
}

/**
 * n8n stores a first exchange that was refused with HTTP 200 as if it were a connection.
 *
 * @param data the stored token data
 * @returns the failure when there is no access token
 */
export function refusalIn(data: IDataObject): TikTokError | undefined {
	if (tokenText(data, 'access_token')) return undefined;
	const refusal = refusalOfBody(data);
	if (!refusal) return new TikTokError({ code: 'not_connected' });
	return new TikTokError({
		...refusal,
		detail: 'TikTok refused the connection when the account was connected.',
	});
}

/** Token data without what an earlier refusal has left in it. */
export function withoutRefusal(data: IDataObject): IDataObject {
	if (!refusalOfBody(data)) return data;
	const clean = { ...data };
	delete clean.error;
	delete clean.error_description;
	delete clean.log_id;
	return clean;
}

/**
 * What n8n gets of the stored token data while it may refresh: what it needs to sign a request. n8n 2.x merges TikTok's
 * answer into what it has; so whatever else there is afterwards was brought by the answer.
 */
export function beforeRefresh(stored: IDataObject): IDataObject {
	return { access_token: stored.access_token };
}

/**
 * What has to be stored after a refresh. It counts whether the answer brings a token: TikTok may give the same access
 * token again with a new refresh token, and the one that was sent is dead then.
 *
 * @param stored the token data before the refresh
 * @param renewed what n8n has after it: TikTok's answer, in 2.x with the access token of {@link beforeRefresh} where the
 * answer has none
 * @returns the stored data, with what the answer brings; unchanged when it brings no token; the failure when TikTok
 * refused, which it may do with HTTP status 200
 */
export function afterRefresh(stored: IDataObject, renewed: IDataObject): IDataObject | TikTokError {
	const answer = Object.fromEntries(
		Object.entries(renewed).filter(([, value]) => value !== '' && value !== null),
	);
	const accessToken = tokenText(answer, 'access_token');
	if (
		tokenText(answer, 'refresh_token') ||
		(accessToken && accessToken !== tokenText(stored, 'access_token'))
	) {
		rememberTokens(answer);
		return { ...stored, ...withoutRefusal(answer) };
	}
	const refusal = refusalOfBody(answer);
	if (!refusal) return stored;
	return new TikTokError({ ...refusal, detail: 'TikTok refused to renew the access token.' });
}
