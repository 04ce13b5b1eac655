/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test program, not a node */
import { createHmac } from 'node:crypto';
import { EventEmitter } from 'node:events';

import { expect, test } from '@jest/globals';
import type { IWebhookFunctions } from 'n8n-workflow';

import { receive } from '../../../nodes/TikTokWebhookTrigger/receive';

const clientSecret = 'a-client-secret';
const rawBody = Buffer.from(
	JSON.stringify({
		client_key: 'aw1',
		event: 'post.publish.complete',
		create_time: 1_770_000_000,
		user_openid: '-000user',
		content: '{"publish_id":"v_pub_url~v2-1.1"}',
	}),
);

/** A delivery as n8n hands it to the node. @param destroyed whether the connection has been closed */
function delivery(destroyed: boolean) {
	const seconds = Math.floor(Date.now() / 1000);
	const signature = createHmac('sha256', clientSecret)
		.update(`${seconds}.`)
		.update(rawBody)
		.digest('hex');
	const response = Object.assign(new EventEmitter(), { statusCode: 200, destroyed });
	const parameters: Record<string, unknown> = {
		accounts: 'connected',
		events: ['post.publish.complete'],
	};
	const context = {
		getRequestObject: () => ({ headers: {}, readRawBody: async () => {}, rawBody }),
		getResponseObject: () => response,
		getHeaderData: () => ({ 'tiktok-signature': `t=${seconds},s=${signature}` }),
		getCredentials: async () => ({
			clientKey: 'aw1',
			appSecret: clientSecret,
			oauthTokenData: { access_token: 'act.1', open_id: '-000user' },
		}),
		getMode: () => 'webhook',
		getNode: () => ({ id: 'trigger' }),
		getWorkflow: () => ({ id: 'workflow' }),
		getNodeParameter: (name: string) => parameters[name],
		getWorkflowStaticData: () => ({}),
		helpers: { returnJsonArray: (json: object) => [{ json }] },
		logger: { warn() {} },
	};
	return { response, context: context as unknown as IWebhookFunctions };
}

test('a repeat is answered also when the first delivery hung up before its event was claimed', async () => {
	const first = await receive(delivery(true).context);
	expect(first.workflowData).toHaveLength(1);
	expect(await receive(delivery(false).context)).toEqual({ webhookResponse: 'OK' });
});
