import { isRecord } from '../records';

/** The error underneath the one that n8n's request helper threw: n8n keeps the original as `cause`. */
export function originOf(error: unknown): Record<string, unknown> {
	if (!isRecord(error)) return {};
	return isRecord(error.cause) ? error.cause : error;
}

/**
 * Node's error code, which says why a request got no answer. The rest of the error is not read: it may hold the request
 * with its headers.
 */
function networkCode(error: unknown): string | undefined {
	const { code } = originOf(error);
	return typeof code === 'string' ? code : undefined;
}

/** A line for the user about a request without an answer; undefined where the cause is not known. */
export function networkDetail(error: unknown): string | undefined {
	const code = networkCode(error);
	return code ? `The connection broke off (${code}).` : undefined;
}

/** Node's error codes for a connection that was never established, so that nothing was sent. */
const noConnection =
	/^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|ERR_TLS_\w+)$/;

/** Whether a request surely never reached the other side. */
export function neverReached(error: unknown): boolean {
	return noConnection.test(networkCode(error) ?? '');
}
