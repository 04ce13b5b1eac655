import type { INodeProperties } from 'n8n-workflow';

import { accountChoices } from './account';
import { eventNames, eventOptions } from './events';

export const properties: INodeProperties[] = [
	{
		displayName:
			'In <a href="https://developers.tiktok.com/apps" target="_blank">TikTok’s developer portal</a> open your app, add the product Webhooks and enter the ‘Production URL’ as its Callback URL (open ‘Webhook URLs’ above); it must begin with https. An app has one Callback URL, which receives the events of all its users: use this trigger in one workflow and branch behind it.',
		name: 'callbackUrlNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName:
			'To test, let n8n listen with ‘Execute step’, enter the ‘Test URL’ in the portal and press TikTok’s own ‘Test URL’ button: it sends a ping. Do not save it there, real events go to the saved URL only. For the data of a real event, publish the workflow, let the event happen, and in its execution choose ‘Copy to Editor’.',
		name: 'testNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: eventOptions,
		default: [eventNames.complete, eventNames.failed],
		description: 'The events that start the workflow',
	},
	{
		displayName: 'Accounts',
		name: 'accounts',
		type: 'options',
		options: [...accountChoices],
		default: 'connected',
		description: 'Whose events start the workflow',
	},
	{
		displayName: 'Open IDs',
		name: 'openIds',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 723f24d7-e717-40f8-a2b6-cb8464cd23b4',
		description:
			'The open_id of each account, separated by commas. User → Get of the TikTok node shows it, and so does each event.',
		displayOptions: { show: { accounts: ['listed'] } },
	},
	{
		// With this option of its own Webhook node, n8n leaves the body of the request alone: it parses nothing and stores
		// nothing before the signature was verified.
		displayName: 'Options',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
];
