import { NodeConnectionTypes } from 'n8n-workflow';
import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { toNodeError } from '../shared/errors/toNodeError';
import { chosenAccounts, readCredential } from './account';
import { readEvents } from './events';
import { properties } from './properties';
import { receive } from './receive';

export class TikTokWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'TikTok Webhook Trigger',
		name: 'tikTokWebhookTrigger',
		icon: { light: 'file:../TikTok/tiktok.svg', dark: 'file:../TikTok/tiktok.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].map((event) => event.split(".").pop()).join(", ") }}',
		description:
			'Starts the workflow when TikTok reports that a post is published, public, failed or withdrawn',
		defaults: { name: 'TikTok Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'tikTokOAuth2Api', required: true }],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				responseMode: 'onReceived',
				// Empty: n8n takes the answer from what `webhook` returns, and takes it late (see receive.ts).
				responseData: '',
			},
		],
		properties,
	};

	/**
	 * The address is entered in TikTok's portal (https://developers.tiktok.com/doc/webhooks-overview); there is no API to enter, read or
	 * remove it: what n8n can check is the setup.
	 */
	webhookMethods = {
		default: {
			checkExists: async function (this: IHookFunctions): Promise<boolean> {
				return false;
			},
			create: async function (this: IHookFunctions): Promise<boolean> {
				try {
					chosenAccounts(this, await readCredential(this));
					readEvents(this.getNodeParameter('events', ''));
				} catch (error) {
					throw toNodeError(this.getNode(), error);
				}
				return true;
			},
			delete: async function (this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		try {
			return await receive(this);
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}
