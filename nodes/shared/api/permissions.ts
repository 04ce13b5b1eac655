import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { credentialType, type TikTokContext } from '../context';
import { TikTokError } from '../errors/tikTokError';
import { refusalIn, rememberSecretsOf, tokenDataOf, tokenText } from '../oauth/tokenData';
import type { Scope } from './endpoints';

/** The switch of the credential dialog behind each scope. */
const switchOfScope: Record<Scope, string> = {
	'user.info.basic': 'always asked for',
	'user.info.profile': 'switch ‘Read Profile’',
	'user.info.stats': 'switch ‘Read Statistics’',
	'video.list': 'switch ‘List Videos’',
	'video.publish': 'switch ‘Post Directly’',
	'video.upload': 'switch ‘Upload Drafts’',
};

/** What the token data say of the connected account. */
export interface Connection {
	/** Granted scopes; undefined where TikTok did not name them. A user may untick some on TikTok's consent page. */
	scopes?: string[];
	/** The account's id in this app; undefined where TikTok did not name it. */
	openId?: string;
}

/**
 * Reads the connection out of the credential.
 *
 * @throws TikTokError when the credential was never connected, or its connection was refused
 */
export async function readConnection(context: TikTokContext): Promise<Connection> {
	const credentials = await context.getCredentials<ICredentialDataDecryptedObject>(credentialType);
	rememberSecretsOf(credentials);
	const tokenData = tokenDataOf(credentials) ?? {};
	const refusal = refusalIn(tokenData);
	if (refusal) throw refusal;
	const scopes = tokenText(tokenData, 'scope')
		?.split(/[\s,]+/)
		.filter((scope) => scope !== '');
	return {
		scopes: scopes && scopes.length > 0 ? scopes : undefined,
		openId: tokenText(tokenData, 'open_id'),
	};
}

/**
 * @param granted scopes of the connection
 * @param needed scopes of which one is enough
 * @throws TikTokError that names the switch, when none is granted: TikTok would refuse, so nothing is sent
 */
export function requireScope(granted: string[] | undefined, needed: readonly Scope[]): void {
	if (!granted || needed.some((scope) => granted.includes(scope))) return;
	const names = needed.map((scope) => `${scope} (${switchOfScope[scope]})`).join(' or ');
	throw new TikTokError({ code: 'permission_missing', detail: `Needed: ${names}.` });
}
