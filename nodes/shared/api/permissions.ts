import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { credentialType, type TikTokContext } from '../context';
import { TikTokError } from '../errors/tikTokError';
import { refusalIn, rememberSecretsOf, tokenDataOf, tokenText } from '../oauth/tokenData';
import type { Scope } from './endpoints';

/** The switch of the credential's dialog for each scope, as it is named to the user. */
const switchOfScope: Record<Scope, string> = {
	'user.info.basic': 'always asked for',
	'user.info.profile': 'switch ‘Read Profile’',
	'user.info.stats': 'switch ‘Read Statistics’',
	'video.list': 'switch ‘List Videos’',
	'video.publish': 'switch ‘Post Directly’',
	'video.upload': 'switch ‘Upload Drafts’',
};

/** What the stored token data say about the connected account. */
export interface Connection {
	/**
	 * Granted scopes; undefined where TikTok did not name them. Users may untick some when they connect:
	 * https://developers.tiktok.com/doc/login-kit-web
	 */
	scopes?: string[];
	/** The account's id, which is specific to the TikTok app; undefined where TikTok did not name it. */
	openId?: string;
}

/**
 * Reads the connection from the credential.
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
 * Refuses a call for which the connection has no permission: TikTok would refuse it too, so nothing is sent.
 *
 * @param granted scopes of the connection; undefined where they are not known, which refuses nothing
 * @param needed scopes of which one is enough
 * @throws TikTokError that names the switch, when none of them is granted
 */
export function requireScope(granted: string[] | undefined, needed: readonly Scope[]): void {
	if (!granted || needed.some((scope) => granted.includes(scope))) return;
	const names = needed.map((scope) => `${scope} (${switchOfScope[scope]})`).join(' or ');
	throw new TikTokError({ code: 'permission_missing', detail: `Needed: ${names}.` });
}
