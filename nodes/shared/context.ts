import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

/** The contexts from which TikTok's API is called. */
export type TikTokContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** A Node.js readable stream; n8n does not let community nodes import `node:stream` itself. */
export type Readable = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** The execution's cancel signal; load options and polls have none. */
export function cancelSignalOf(context: TikTokContext): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** The credential type of all TikTok nodes. */
export const credentialType = 'tikTokOAuth2Api';

/** A field of the credential, trimmed; empty where there is no text in it. */
export function credentialText(credentials: ICredentialDataDecryptedObject, name: string): string {
	const value = credentials[name];
	return typeof value === 'string' ? value.trim() : '';
}

/** An HTTP answer as n8n's helper returns it, with the body unparsed. */
export interface RawAnswer {
	statusCode: number;
	/** Bytes or text; may be empty. */
	body: unknown;
	headers: Record<string, unknown>;
}
