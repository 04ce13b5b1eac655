import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { credentialText, credentialType } from '../shared/context';
import { TikTokError } from '../shared/errors/tikTokError';
import { readChoice } from '../shared/fields/choices';
import { readLines } from '../shared/fields/texts';
import { refusal } from '../shared/fields/values';
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
		clientKey: credentialText(credentials, 'clientKey'),
		clientSecret: credentialText(credentials, 'appSecret'),
		openId: tokenData && tokenText(tokenData, 'open_id'),
	};
}

/** The entries of ‘Accounts’. */
export const accountChoices = [
	{
		name: 'All Accounts of the App',
		value: 'all',
		description: 'Every TikTok user who has connected with your app; branch on open_id',
	},
	{
		name: 'Connected Account',
		value: 'connected',
		description: 'The account that is connected in the credential',
	},
	{
		name: 'Listed Accounts',
		value: 'listed',
		description: 'The accounts whose open_id is in a list',
	},
] as const;

const openIds = 'Open IDs';

const openIdRule = {
	must: 'the open_id of accounts',
	wayOut: 'Enter the open_id of at least one account, or choose other ‘Accounts’.',
	field: 'open_id',
};

/**
 * The accounts whose events pass, by ‘Accounts’.
 *
 * @returns undefined for all
 * @throws TikTokError when the events of the connected account are wanted and there is none
 * @throws ParameterError when the list is empty, or one of the two parameters cannot be used
 */
export function chosenAccounts(
	context: IHookFunctions | IWebhookFunctions,
	{ openId }: AppAndAccount,
): string[] | undefined {
	const chosen = readChoice(
		'Accounts',
		context.getNodeParameter('accounts', 'connected'),
		accountChoices,
	);
	switch (chosen) {
		case 'all':
			return undefined;
		case 'listed': {
			const value = context.getNodeParameter('openIds', '');
			const listed = readLines(openIds, value, /[\s,;]+/, openIdRule);
			if (listed.length > 0) return listed;
			throw refusal(openIds, openIdRule.must, '', openIdRule.wayOut);
		}
		case 'connected':
			if (openId) return [openId];
			throw new TikTokError({
				code: 'not_connected',
				detail:
					'The trigger passes on the events of the connected account only (‘Accounts’), and there is none.',
			});
	}
}
