import { TikTokFailure } from '../errors/failures';
import { isRecord } from '../records';

/** What the error of n8n's request helper was made of: n8n keeps the original as `cause`. */
function originOf(error: unknown): Record<string, unknown> {
	if (!isRecord(error)) return {};
	return isRecord(error.cause) ? error.cause : error;
}

/**
 * The cause of a request that never got an answer, in a few characters: Node's error code. The message and the rest of
 * the error are left alone, they may hold the request with its headers.
 */
function networkCode(error: unknown): string | undefined {
	const { code } = originOf(error);
	return typeof code === 'string' ? code : undefined;
}

/**
 * Reads the error that n8n throws when a refresh did not succeed. Decides by the shape of the error, not by its text:
 * n8n 2.x has an error of its own for a revoked grant, otherwise the token endpoint's body hangs on the error.
 *
 * @param error what n8n's helper threw
 * @returns the failure: TikTok's refusal where there was one, otherwise that its login service could not be reached; the
 * call itself was not made then, so its outcome is certain
 */
export function refreshFailure(error: unknown): TikTokFailure {
	const origin = originOf(error);
	const { body, failure, response, status } = origin;
	if (isRecord(body) && typeof body.error === 'string') {
		return new TikTokFailure({
			code: body.error,
			tikTokText: typeof body.error_description === 'string' ? body.error_description : undefined,
			logId: typeof body.log_id === 'string' ? body.log_id : undefined,
			detail: 'TikTok refused to renew the access token.',
		});
	}
	if (isRecord(failure) && failure.cause === 'credential-invalid') {
		return new TikTokFailure({ code: 'invalid_grant' });
	}
	if (typeof status === 'number' && status < 500) {
		return new TikTokFailure({ code: 'refresh_refused', httpStatus: status });
	}
	const answered = isRecord(response) ? response.status : status;
	return new TikTokFailure({
		code: 'temporarily_unavailable',
		detail:
			typeof answered === 'number'
				? `The access token could not be renewed (HTTP ${answered}).`
				: `The access token could not be renewed. ${networkDetail(error) ?? ''}`.trim(),
	});
}

/** A line for the user about a request without an answer, or undefined. */
export function networkDetail(error: unknown): string | undefined {
	const code = networkCode(error);
	return code ? `The connection broke off (${code}).` : undefined;
}

/** Codes of Node's that mean that no connection came about, so that nothing was sent. */
const noConnection =
	/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_\w+)$/;

/** Whether a request surely never reached the other side. */
export function neverReached(error: unknown): boolean {
	return noConnection.test(networkCode(error) ?? '');
}
