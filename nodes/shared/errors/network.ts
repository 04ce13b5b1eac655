import { isRecord } from '../records';

/** What the error of n8n's request helper was made of: n8n keeps the original as `cause`. */
export function originOf(error: unknown): Record<string, unknown> {
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
