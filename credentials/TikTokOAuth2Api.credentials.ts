import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';

import {
	afterRefresh,
	beforeRefresh,
	refusalIn,
	rememberSecretsOf,
	tokenDataOf,
	withoutRefusal,
} from '../nodes/shared/oauth/tokenData';

/**
 * A field of the credential, in an expression. n8n 1.x has a field that is an expression itself as its text in `$self`,
 * such as `={{ $vars.clientKey }}`; 2.x has it evaluated (by reading n8n-workflow 1.120 and 2.41).
 */
const field = (name: string) =>
	`[$self["${name}"]].map((value) => String(value).startsWith("=") ? $evaluateExpression(value.slice(1)) : value)[0]`;

const clientKey = field('clientKey');

/** The verifier of TikTok's Desktop flow: 64 hex characters, the same in both steps (RFC 7636 wants 43 to 128). */
const codeVerifier = `("pkce:" + ${clientKey} + ":" + ${field('appSecret')}).hash("sha256")`;

const isDesktop = `${field('platform')} === "desktop"`;

/**
 * `$mode` is `internal` while n8n connects an account and something else while a workflow runs. Without this test a
 * reconnect would send the old refresh token instead of the new code.
 */
const isRefreshing = '$mode !== "internal" && $self["oauthTokenData"]?.refresh_token';

/** Switch of the credential dialog → TikTok's scope (https://developers.tiktok.com/doc/tiktok-api-scopes). */
const scopeOfSwitch = {
	canPublish: 'video.publish',
	canUploadDrafts: 'video.upload',
	canReadProfile: 'user.info.profile',
	canReadStats: 'user.info.stats',
	canListVideos: 'video.list',
} as const;

const chosenScopes = `["user.info.basic", ${Object.entries(scopeOfSwitch)
	.map(([name, scope]) => `${field(name)} ? "${scope}" : ""`)
	.join(', ')}].filter((scope) => scope).join(",")`;

/**
 * TikTok's Login Kit on n8n's OAuth2 machinery.
 *
 * TikTok names the app's identifier `client_key` and rotates the refresh token at each refresh. n8n sends `client_id`
 * and, on refresh, nothing of our own – except in the branch for the grant type `clientCredentials`, whose body
 * `additionalBodyProperties` can rewrite into a real refresh. The hidden properties below steer n8n into that branch,
 * so that n8n itself stores the rotated token, holds its lock and repeats the request.
 */
export class TikTokOAuth2Api implements ICredentialType {
	name = 'tikTokOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'TikTok OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/TikTok/tiktok.svg',
		dark: 'file:../nodes/TikTok/tiktok.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-tiktok-publisher/n8n-nodes-tiktok-publisher#connect-your-tiktok-account';

	properties: INodeProperties[] = [
		{
			displayName: 'Platform of Your TikTok App',
			name: 'platform',
			type: 'options',
			options: [
				{
					name: 'Web (n8n Has an https:// Address)',
					value: 'web',
				},
				{
					name: 'Desktop (n8n Runs on localhost)',
					value: 'desktop',
				},
			],
			default: 'web',
			description:
				'The platform under which the redirect URL above is entered in the Login Kit of your TikTok app',
		},
		{
			displayName:
				'In <a href="https://developers.tiktok.com/apps" target="_blank">TikTok’s developer portal</a> open your app, then Login Kit → Web, and enter the OAuth Redirect URL above exactly as it stands. TikTok accepts only https addresses there: if yours begins with http://localhost, choose Desktop above.',
			name: 'webRedirectNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { platform: ['web'] } },
		},
		{
			displayName:
				'In <a href="https://developers.tiktok.com/apps" target="_blank">TikTok’s developer portal</a> open your app, then Login Kit → Desktop, and enter the OAuth Redirect URL above exactly as it stands, port included. Open n8n in the browser under that same host name (localhost or 127.0.0.1).',
			name: 'desktopRedirectNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { platform: ['desktop'] } },
		},
		{
			displayName: 'Client Key',
			name: 'clientKey',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. sb1234567890abcdef',
			description: 'The Client Key of your TikTok app. Sandbox and production have different keys.',
		},
		{
			displayName: 'Client Secret',
			name: 'appSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The Client Secret that TikTok shows beside the Client Key',
		},
		{
			displayName:
				'Ask only for permissions (scopes) that your TikTok app has: TikTok refuses to connect otherwise. After a change here, connect again. The Connect button is at the top of this dialog, once Client Key and Client Secret are filled in.',
			name: 'permissionsNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Post Directly (video.publish)',
			name: 'canPublish',
			type: 'boolean',
			default: true,
			description: 'Whether workflows may publish videos and photos on the account',
		},
		{
			displayName: 'Upload Drafts (video.upload)',
			name: 'canUploadDrafts',
			type: 'boolean',
			default: true,
			description: 'Whether workflows may send drafts to the inbox of the TikTok app',
		},
		{
			displayName: 'Read Profile (user.info.profile)',
			name: 'canReadProfile',
			type: 'boolean',
			default: false,
			description: 'Whether workflows may read the username, bio, profile links and verified mark',
		},
		{
			displayName: 'Read Statistics (user.info.stats)',
			name: 'canReadStats',
			type: 'boolean',
			default: false,
			description: 'Whether workflows may read the counts of followers, likes and videos',
		},
		{
			displayName: 'List Videos (video.list)',
			name: 'canListVideos',
			type: 'boolean',
			default: false,
			description: 'Whether workflows may read the public videos of the account',
		},
		{
			displayName: 'Photo Host URL',
			name: 'photoHostUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://n8n.example.com/webhook/1b3fb47e-8a1b-4e41-8ec1-c5d5a6b32f51/',
			description:
				'Only for photos that are files in n8n: the Production URL of the TikTok Photo Host Trigger, from which TikTok fetches them. No need to connect again.',
		},
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			// A literal: the editor shows the Connect button only for the literal value.
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: 'https://www.tiktok.com/v2/auth/authorize/',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: 'https://open.tiktokapis.com/v2/oauth/token/',
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'hidden',
			default: `={{ ${clientKey} }}`,
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'hidden',
			typeOptions: { password: true },
			default: `={{ ${field('appSecret')} }}`,
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{ ${isRefreshing} ? "" : ${chosenScopes} }}`,
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			// TikTok wants the SHA-256 of the verifier in hex, not in base64url as RFC 7636 has it
			// (https://developers.tiktok.com/doc/login-kit-desktop). Without `disable_auto_auth` TikTok connects the account that
			// the browser is logged in with, unasked (https://github.com/tiktok/tiktok-opensdk-android/issues/26).
			default: `={{ "client_key=" + encodeURIComponent(${clientKey}) + "&disable_auto_auth=1" + (${isDesktop} ? "&code_challenge=" + ${codeVerifier}.hash("sha256") + "&code_challenge_method=S256" : "") }}`,
		},
		{
			displayName: 'Additional Body Properties',
			name: 'additionalBodyProperties',
			type: 'hidden',
			default: `={{ JSON.stringify(${isRefreshing} ? { client_key: ${clientKey}, grant_type: "refresh_token", refresh_token: $self["oauthTokenData"].refresh_token } : ${isDesktop} ? { client_key: ${clientKey}, code_verifier: ${codeVerifier} } : { client_key: ${clientKey} }) }}`,
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'domains',
		},
		{
			displayName: 'Allowed Domains',
			name: 'allowedDomains',
			type: 'hidden',
			default: 'open.tiktokapis.com',
		},
	];

	/**
	 * Called by n8n 2.x before each OAuth2 request and once more inside a refresh, before the answer is stored. What it
	 * returns is merged into the credential in memory; of that, n8n stores only `oauthTokenData` after a refresh (by reading
	 * n8n 2.41.1's `requestOAuth2`).
	 *
	 * @returns the grant type that makes n8n's refresh carry `client_key`, and token data without leftovers
	 * @throws when TikTok refused the refresh in an answer with HTTP status 200, so that n8n stores nothing
	 */
	async preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		const tokenData = tokenDataOf(credentials);
		if (!tokenData) return {};
		rememberSecretsOf(credentials);
		const before = tokenDataOf({ oauthTokenData: credentials.tokenDataBeforeRefresh });
		if (before) {
			const outcome = afterRefresh(before, tokenData);
			if (outcome instanceof Error) throw outcome;
			return { oauthTokenData: outcome };
		}
		// This package's nodes have prepared the refresh already (nodes/shared/oauth/refreshableContext.ts).
		if (credentials.grantType === 'clientCredentials') return {};
		const refusal = refusalIn(tokenData);
		if (refusal) throw refusal;
		const stored = withoutRefusal(tokenData);
		const body = credentials.additionalBodyProperties;
		if (typeof body !== 'string' || !body.includes('"grant_type":"refresh_token"')) {
			return { oauthTokenData: stored };
		}
		return {
			grantType: 'clientCredentials',
			tokenDataBeforeRefresh: stored,
			oauthTokenData: beforeRefresh(stored),
		};
	}
}
