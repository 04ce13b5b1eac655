import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure, INode } from 'n8n-workflow';

import type { Explanation } from './codes';
import { ParameterError } from './parameterError';
import { withoutSecrets } from './secrets';
import { TikTokError } from './tikTokError';

/**
 * The only place that builds n8n's errors.
 *
 * @param node the node that ran
 * @param error what was thrown: a {@link TikTokError}, a {@link ParameterError}, one of n8n's own errors, or a defect
 * @param itemIndex the item at fault, where there is one
 * @returns a `NodeApiError` where TikTok refused or was out of reach, a `NodeOperationError` otherwise
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof TikTokError) {
		const { code, httpStatus, logId, publishId, retryAfterMs } = error.facts;
		return new NodeApiError(
			node,
			// Not `code`: n8n would take it for an HTTP status where there is none.
			{ tiktok_code: code, log_id: logId ?? null, publish_id: publishId ?? null },
			{
				message: error.message,
				description: error.description,
				httpCode: httpStatus === undefined ? undefined : String(httpStatus),
				failure: toFailure(error.explanation, retryAfterMs),
				itemIndex,
			},
		);
	}
	if (error instanceof ParameterError) {
		return new NodeOperationError(node, error.message, {
			description: error.wayOut,
			failure: { cause: 'configuration-invalid' },
			itemIndex,
		});
	}
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		// n8n returns the old error when one is wrapped again, and the item would be lost.
		if (itemIndex !== undefined) error.context.itemIndex ??= itemIndex;
		return error;
	}
	// The message alone: an error of the HTTP client carries the request with its headers.
	const message = error instanceof Error ? error.message : String(error);
	return new NodeOperationError(node, withoutSecrets(message), { itemIndex });
}

function toFailure({ cause }: Explanation, retryAfterMs?: number): Failure | undefined {
	switch (cause) {
		case undefined:
			return undefined;
		case 'rate-limited':
		case 'quota-exhausted':
		case 'temporarily-unavailable':
			return retryAfterMs === undefined ? { cause } : { cause, retryAfterMs };
		default:
			return { cause };
	}
}
