import type {
	ICredentialDataDecryptedObject,
	IHookFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { credentialType } from '../shared/context';
import { ParameterError } from '../shared/errors/parameterError';
import { TikTokError } from '../shared/errors/tikTokError';
import { tokenDataOf, tokenText } from '../shared/oauth/tokenData';

/** What the credential holds of the app and the account. */
export interface AppAndAccount {
	clientKey: string;
	clientSecret: string;
	/** The connected account; a credential need not be connected for verifying. */
	openId: string | undefined;
}

export async function readCredential(
	context: IHookFunctions | IWebhookFunctions,
): Promise<AppAndAccount> {
	const credentials = await context.getCredentials(credentialType);
	const tokenData = tokenDataOf(credentials);
	return {
		clientKey: textIn(credentials, 'clientKey'),
		clientSecret: textIn(credentials, 'appSecret'),
		openId: tokenData && tokenText(tokenData, 'open_id'),
	};
}

function textIn(credentials: ICredentialDataDecryptedObject, name: string): string {
	const value = credentials[name];
	return typeof value === 'string' ? value.trim() : '';
}

/**
 * The accounts whose events pass, by ‘Accounts’.
 *
 * @returns undefined for all
 * @throws TikTokError when the events of the connected account are wanted and there is none
 * @throws ParameterError when the list is empty
 */
export function chosenAccounts(
	context: IHookFunctions | IWebhookFunctions,
	{ openId }: AppAndAccount,
): string[] | undefined {
	switch (context.getNodeParameter('accounts')) {
		case 'all':
			return undefined;
		case 'listed': {
			const listed = String(context.getNodeParameter('openIds'))
				.split(/[\s,;]+/)
				.filter((id) => id !== '');
			if (listed.length > 0) return listed;
			throw new ParameterError(
				'Open IDs',
				'‘Open IDs’ is empty',
				'Enter the open_id of at least one account, or choose other ‘Accounts’.',
			);
		}
		default:
			if (openId) return [openId];
			throw new TikTokError({
				code: 'not_connected',
				detail:
					'The trigger passes on the events of the connected account only (‘Accounts’), and there is none.',
			});
	}
}
