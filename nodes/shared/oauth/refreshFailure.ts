import { TikTokError } from '../errors/tikTokError';
import { networkDetail, originOf } from '../errors/network';
import { isRecord } from '../records';
import { refusalOfBody } from './tokenData';

/**
 * Reads the error that n8n throws when a refresh did not succeed. Decides by the shape of the error, not by its text:
 * n8n 2.x has an error of its own for a revoked grant, otherwise the token endpoint's body hangs on the error.
 *
 * @param error what n8n's helper threw
 * @returns the failure: TikTok's refusal where there was one, otherwise that its login service could not be reached; the
 * call itself was not made then, so its outcome is certain
 */
export function refreshFailure(error: unknown): TikTokError {
	const origin = originOf(error);
	const { body, failure, response, status } = origin;
	const refusal = isRecord(body) ? refusalOfBody(body) : undefined;
	if (refusal) {
		return new TikTokError({ ...refusal, detail: 'TikTok refused to renew the access token.' });
	}
	if (isRecord(failure) && failure.cause === 'credential-invalid') {
		return new TikTokError({ code: 'invalid_grant' });
	}
	if (typeof status === 'number' && status < 500) {
		return new TikTokError({ code: 'refresh_refused', httpStatus: status });
	}
	const answered = isRecord(response) ? response.status : status;
	return new TikTokError({
		code: 'temporarily_unavailable',
		detail:
			typeof answered === 'number'
				? `The access token could not be renewed (HTTP ${answered}).`
				: `The access token could not be renewed. ${networkDetail(error) ?? ''}`.trim(),
	});
}
