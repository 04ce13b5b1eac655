import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { credentialText, credentialType } from '../shared/context';
import { ParameterError } from '../shared/errors/parameterError';
import { toNodeError } from '../shared/errors/toNodeError';
import { photoPath } from '../shared/photoHost/answers';
import { properties } from './properties';
import { serve } from './serve';
import { verificationPath } from './verification';

/**
 * n8n hands no HEAD request to a webhook for GET. The paths are fixed ones: they begin with the id of the node, so that no other webhook of
 * the whole n8n can have them.
 */
const served = (httpMethod: 'GET' | 'HEAD', path: string): IWebhookDescription => ({
	name: 'default',
	httpMethod,
	path,
	responseMode: 'onReceived',
	ndvHideUrl: true,
});

export class TikTokPhotoHostTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok Photo Host Trigger',
		name: 'tikTokPhotoHostTrigger',
		icon: { light: 'file:../TikTok/tiktok.svg', dark: 'file:../TikTok/tiktok.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'lets TikTok fetch photos',
		description:
			'Lets TikTok fetch photos from this n8n: serves the file that verifies the address, and photos that are being posted',
		eventTriggerDescription: 'It waits for TikTok to fetch photos, and never starts the workflow',
		activationMessage:
			'Now press Verify in TikTok’s developer portal, if you have not yet. Leave this workflow published as long as you post photos as files.',
		triggerPanel: {
			// Above n8n's button Execute step, which cannot be taken away alone.
			header: 'There is nothing to execute here',
			executionsHelp:
				'Never. It answers TikTok as long as the workflow is published, and no executions are made of it.',
			activationHint:
				'Follow the steps 1 to 3. TikTok can fetch photos as long as the workflow is published.',
		},
		defaults: { name: 'TikTok Photo Host Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tikTokOAuth2Api', required: true }],
		webhooks: [
			// The one address that the editor shows; with a slash behind it, the prefix of all others.
			{
				name: 'default',
				httpMethod: 'GET',
				path: '',
				isFullPath: true,
				responseMode: 'onReceived',
			},
			served('GET', photoPath),
			served('HEAD', photoPath),
			served('GET', verificationPath),
			served('HEAD', verificationPath),
		],
		properties,
	};

	/** Called once for each of the addresses; nothing has to be registered anywhere. */
	webhookMethods = {
		default: {
			checkExists: async function (this: IHookFunctions): Promise<boolean> {
				return false;
			},
			create: async function (this: IHookFunctions): Promise<boolean> {
				// Execute step: n8n would listen for two minutes, and TikTok never calls the Test URL.
				if (this.getActivationMode() === 'manual') {
					throw toNodeError(
						this.getNode(),
						new Error(
							'There is nothing to execute here: publish the workflow, and TikTok can fetch photos from this n8n',
						),
					);
				}
				const credentials = await this.getCredentials(credentialType);
				if (credentialText(credentials, 'appSecret') !== '') return true;
				throw toNodeError(
					this.getNode(),
					new ParameterError(
						'Client Secret',
						'The TikTok credential has no ‘Client Secret’, and photos are signed with it',
						'Open the credential and enter the Client Secret of your TikTok app.',
					),
				);
			},
			delete: async function (this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await serve(this);
	}
}
