/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import { createRequire } from 'node:module';

import { jsonParse } from 'n8n-workflow';
import type { IDataObject } from 'n8n-workflow';

import { additionalDataOf, type Engine } from './engine';

interface OAuthOptions {
	clientId: string;
	clientSecret?: string;
	accessTokenUri: string;
	authorizationUri: string;
	authentication: string;
	redirectUri: string;
	scopes: string[];
	scopesSeparator: string;
	query?: IDataObject;
	body?: IDataObject;
	state?: string;
}

const { ClientOAuth2 } = createRequire(require.resolve('n8n-core'))('@n8n/client-oauth2') as {
	ClientOAuth2: new (options: OAuthOptions) => {
		code: {
			getUri(): string;
			getToken(uri: string, options: { body: IDataObject }): Promise<{ data: IDataObject }>;
		};
	};
};

/**
 * The Connect button of a credential: what n8n's server does before and after TikTok's page (by reading
 * oauth2-credential.controller.js and oauth.service.js of n8n 2.41.1), over n8n's own OAuth2 client.
 */
export class Connecting {
	constructor(
		private readonly engine: Engine,
		private readonly redirectUri: string,
		private readonly credential = 'credential',
	) {}

	/** The address of TikTok's page that n8n opens. */
	async authorizeUrl(): Promise<string> {
		const { query, options } = await this.options();
		return new ClientOAuth2({ ...options, query, state: 'state' }).code.getUri();
	}

	/**
	 * TikTok's redirect arrives: n8n asks for the tokens and stores them.
	 *
	 * @throws Error with what n8n shows on its page
	 */
	async callback(url: string): Promise<void> {
		const { searchParams } = new URL(url);
		if (!searchParams.has('code') || !searchParams.has('state'))
			throw new Error(`Insufficient parameters for OAuth2 callback: ${searchParams.toString()}`);
		const { options } = await this.options();
		const { clientSecret, body, ...rest } = options;
		const sent = { ...body, client_id: rest.clientId, client_secret: clientSecret };
		const { data } = await new ClientOAuth2(rest).code.getToken(url, { body: sent });
		const stored = this.engine.credentials.stored.get(this.credential) ?? {};
		stored.oauthTokenData = { ...stored.oauthTokenData, ...data };
	}

	private async options(): Promise<{ options: OAuthOptions; query: IDataObject }> {
		const credential = await this.engine.credentials.getDecrypted(
			additionalDataOf(this.engine.credentials, 'internal'),
			{ id: this.credential, name: 'TikTok account' },
			'tikTokOAuth2Api',
			'internal',
		);
		const text = (name: string) => String(credential[name] ?? '');
		return {
			query: Object.fromEntries(new URLSearchParams(text('authQueryParameters'))),
			options: {
				clientId: text('clientId'),
				clientSecret: text('clientSecret'),
				accessTokenUri: text('accessTokenUrl'),
				authorizationUri: text('authUrl'),
				authentication: text('authentication'),
				redirectUri: this.redirectUri,
				scopes: text('scope').split(','),
				scopesSeparator: ',',
				body: jsonParse<IDataObject>(text('additionalBodyProperties')),
			},
		};
	}
}
