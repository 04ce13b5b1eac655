import { sha256 } from '../../harness/digest';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	INodeParameters,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { TikTokOAuth2Api } from '../../../credentials/TikTokOAuth2Api.credentials';
import { CredentialsInMemory, type StoredCredential } from '../../harness/credentials';

const nodeTypes = {
	getByName: () => ({ description: { properties: [] } }),
	getByNameAndVersion: () => ({ description: { properties: [] } }),
	getKnownTypes: () => ({}),
} as unknown as INodeTypes;

const app = { clientKey: 'aw1234567890', appSecret: 'app secret' };
const tokens = {
	access_token: 'act.canary',
	refresh_token: 'rft."quoted"\\1',
	open_id: 'o',
	scope: 'user.info.basic',
};

/** What n8n sees of a credential: `internal` while it connects an account or fills lists, `manual` and the like in executions. */
async function resolved(
	stored: StoredCredential,
	mode: WorkflowExecuteMode,
): Promise<ICredentialDataDecryptedObject> {
	const credentials = new CredentialsInMemory(nodeTypes);
	credentials.stored.set('1', { ...app, ...stored });
	const additionalData = { variables: {} } as unknown as IWorkflowExecuteAdditionalData;
	return await credentials.getDecrypted(
		additionalData,
		{ id: '1', name: 'TikTok' },
		'tikTokOAuth2Api',
		mode,
	);
}

const bodyOf = ({ additionalBodyProperties }: ICredentialDataDecryptedObject): unknown =>
	JSON.parse(String(additionalBodyProperties));
const executionModes: WorkflowExecuteMode[] = ['manual', 'trigger', 'webhook', 'retry'];

describe('connecting an account', () => {
	test('n8n gets TikTok’s endpoints, the app’s key and secret under its own names, and the body for them', async () => {
		expect(await resolved({}, 'internal')).toMatchObject({
			grantType: 'authorizationCode',
			authUrl: 'https://www.tiktok.com/v2/auth/authorize/',
			accessTokenUrl: 'https://open.tiktokapis.com/v2/oauth/token/',
			authentication: 'body',
			clientId: app.clientKey,
			clientSecret: app.appSecret,
			allowedHttpRequestDomains: 'domains',
			allowedDomains: 'open.tiktokapis.com',
		});
	});

	test('as Web app sends the client key, lets no account be taken unasked, and makes no challenge', async () => {
		const credential = await resolved({ platform: 'web' }, 'internal');
		expect(credential.authQueryParameters).toBe(`client_key=${app.clientKey}&disable_auto_auth=1`);
		expect(bodyOf(credential)).toEqual({ client_key: app.clientKey });
	});

	test('as Desktop app sends the challenge in hex, of the verifier that the exchange sends', async () => {
		const credential = await resolved({ platform: 'desktop' }, 'internal');
		const query = new URLSearchParams(String(credential.authQueryParameters));
		const body = bodyOf(credential) as Record<string, string>;
		expect([...query.keys()]).toEqual([
			'client_key',
			'disable_auto_auth',
			'code_challenge',
			'code_challenge_method',
		]);
		expect(query.get('disable_auto_auth')).toBe('1');
		expect(Object.keys(body)).toEqual(['client_key', 'code_verifier']);
		expect(body.code_verifier).toMatch(/^[A-Za-z0-9.~_-]{43,128}$/);
		expect(query.get('code_challenge')).toBe(sha256(body.code_verifier));
		expect(query.get('code_challenge_method')).toBe('S256');
		expect(query.get('client_key')).toBe(app.clientKey);
	});

	test('as Desktop app keeps app secret and verifier out of the address that the browser sees', async () => {
		const credential = await resolved({ platform: 'desktop' }, 'internal');
		const { code_verifier } = bodyOf(credential) as Record<string, string>;
		expect(String(credential.authQueryParameters)).not.toContain(code_verifier);
		expect(String(credential.authQueryParameters)).not.toContain(app.appSecret);
	});

	test('has a verifier of its own for each app', async () => {
		const verifierOf = async (data: StoredCredential) =>
			(
				bodyOf(await resolved({ platform: 'desktop', ...data }, 'internal')) as Record<
					string,
					string
				>
			).code_verifier;
		const verifiers = [
			await verifierOf({}),
			await verifierOf({ clientKey: 'other' }),
			await verifierOf({ appSecret: 'other' }),
		];
		expect(new Set(verifiers).size).toBe(3);
	});

	test('again, as whichever account, sends the new code and never the old refresh token', async () => {
		for (const platform of ['web', 'desktop']) {
			const before = await resolved({ platform }, 'internal');
			const again = await resolved({ platform, oauthTokenData: tokens }, 'internal');
			expect(again.additionalBodyProperties).toBe(before.additionalBodyProperties);
			expect(again.authQueryParameters).toBe(before.authQueryParameters);
			expect(again.scope).toBe(before.scope);
			expect(again.grantType).toBe('authorizationCode');
		}
	});

	test('is the same for any key and secret, special characters included', async () => {
		const anyText = fc
			.oneof(
				fc.string({ minLength: 1 }),
				fc.string({ minLength: 1, unit: fc.constantFrom(...'a&=+%"\'\\ /?#é🎬') }),
			)
			.filter((text) => !text.startsWith('='));
		await fc.assert(
			fc.asyncProperty(anyText, anyText, async (clientKey, appSecret) => {
				const credential = await resolved(
					{ platform: 'desktop', clientKey, appSecret },
					'internal',
				);
				const query = new URLSearchParams(String(credential.authQueryParameters));
				const body = bodyOf(credential) as Record<string, string>;
				expect(query.get('client_key')).toBe(clientKey);
				expect(body.client_key).toBe(clientKey);
				expect(query.get('code_challenge')).toBe(sha256(body.code_verifier));
			}),
			{ numRuns: 30 },
		);
	});
});

describe('the scopes to ask for', () => {
	const scopeOf = async (switches: Record<string, boolean>) =>
		(await resolved(switches, 'internal')).scope;

	test('are posting and drafts unless told otherwise, beside the basic one', async () => {
		expect(await scopeOf({})).toBe('user.info.basic,video.publish,video.upload');
	});

	const scopes = {
		canPublish: 'video.publish',
		canUploadDrafts: 'video.upload',
		canReadProfile: 'user.info.profile',
		canReadStats: 'user.info.stats',
		canListVideos: 'video.list',
	};

	test('are those of the switches that are on, parted by commas as TikTok wants them', async () => {
		await fc.assert(
			fc.asyncProperty(fc.subarray(Object.entries(scopes)), async (chosen) => {
				const switches = Object.fromEntries(
					Object.keys(scopes).map((name) => [name, chosen.some(([on]) => on === name)]),
				);
				expect(await scopeOf(switches)).toBe(
					['user.info.basic', ...chosen.map(([, scope]) => scope)].join(','),
				);
			}),
			{ numRuns: 40 },
		);
	});

	test.each(executionModes)('are left out of a refresh (%s)', async (mode) => {
		expect((await resolved({ oauthTokenData: tokens }, mode)).scope).toBe('');
	});
});

describe('refreshing the token', () => {
	test.each(executionModes)(
		'sends client key and refresh token, as Web and as Desktop app (%s)',
		async (mode) => {
			for (const platform of ['web', 'desktop']) {
				const credential = await resolved({ platform, oauthTokenData: tokens }, mode);
				expect(bodyOf(credential)).toEqual({
					client_key: app.clientKey,
					grant_type: 'refresh_token',
					refresh_token: tokens.refresh_token,
				});
			}
		},
	);

	test('takes n8n’s path that can carry such a body, in memory only', async () => {
		const credential = await resolved({ oauthTokenData: tokens }, 'manual');
		expect(await new TikTokOAuth2Api().preAuthentication(credential)).toMatchObject({
			grantType: 'clientCredentials',
			oauthTokenData: { access_token: tokens.access_token },
			tokenDataBeforeRefresh: tokens,
		});
	});

	test('is left to the nodes of this package where they have prepared it', async () => {
		const credential = {
			...(await resolved({ oauthTokenData: tokens }, 'manual')),
			grantType: 'clientCredentials',
		};
		expect(await new TikTokOAuth2Api().preAuthentication(credential)).toEqual({});
	});

	test('is not prepared while an account is being connected, nor before the first connect', async () => {
		for (const [data, mode] of [
			[{ oauthTokenData: tokens }, 'internal'],
			[{}, 'internal'],
			[{}, 'manual'],
		] as const) {
			expect(
				await new TikTokOAuth2Api().preAuthentication(await resolved(data, mode)),
			).not.toHaveProperty('grantType');
		}
	});

	test('that TikTok refuses inside HTTP 200 throws before n8n stores anything', async () => {
		const credential = {
			...(await resolved({ oauthTokenData: tokens }, 'manual')),
			tokenDataBeforeRefresh: tokens,
			oauthTokenData: {
				access_token: tokens.access_token,
				error: 'invalid_grant',
				error_description: 'expired',
				log_id: 'log-1',
			},
		};
		await expect(new TikTokOAuth2Api().preAuthentication(credential)).rejects.toMatchObject({
			facts: { code: 'invalid_grant' },
		});
	});

	test('goes on after leftovers of an earlier refusal, without them', async () => {
		const credential = await resolved(
			{ oauthTokenData: { ...tokens, error: 'invalid_grant', log_id: 'log-1' } },
			'manual',
		);
		expect(await new TikTokOAuth2Api().preAuthentication(credential)).toMatchObject({
			tokenDataBeforeRefresh: tokens,
		});
	});
});

describe('fields that are expressions themselves', () => {
	const stored = {
		clientKey: '={{ $vars.key }}',
		appSecret: '={{ $vars.secret }}',
		platform: '={{ "desktop" }}',
		canPublish: '={{ false }}',
		canListVideos: '={{ true }}',
	} as unknown as StoredCredential;
	const variables = { key: 'aw from a variable', secret: 'secret from a variable' };

	/**
	 * n8n 1.x has them in `$self` as their text (by reading n8n-workflow 1.120.31's `selfGetter`), 2.x evaluated. What a
	 * test hands over wins over n8n's own `$self`.
	 */
	function resolvedBy(version: 1 | 2): ICredentialDataDecryptedObject {
		const node = {
			id: '1',
			name: 'mock',
			type: 'mock',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: {},
		};
		const values = NodeHelpers.getNodeParameters(
			new TikTokOAuth2Api().properties,
			stored as INodeParameters,
			true,
			false,
			null,
			null,
		) as INodeParameters;
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		return workflow.expression.getComplexParameterValue(
			node,
			values,
			'internal',
			{ $vars: variables, ...(version === 1 ? { $self: values } : {}) } as never,
			undefined,
			undefined,
			values,
		) as ICredentialDataDecryptedObject;
	}

	test.each([1, 2] as const)('are evaluated on n8n %i.x', (version) => {
		const credential = resolvedBy(version);
		const verifier = sha256(`pkce:${variables.key}:${variables.secret}`);
		expect(credential).toMatchObject({
			clientId: variables.key,
			clientSecret: variables.secret,
			scope: 'user.info.basic,video.upload,video.list',
		});
		expect(bodyOf(credential)).toEqual({ client_key: variables.key, code_verifier: verifier });
		expect([...new URLSearchParams(String(credential.authQueryParameters))]).toEqual([
			['client_key', variables.key],
			['disable_auto_auth', '1'],
			['code_challenge', sha256(verifier)],
			['code_challenge_method', 'S256'],
		]);
	});
});

test('the dialog shows the app’s data and the permissions, and hides n8n’s machinery', () => {
	const { properties } = new TikTokOAuth2Api();
	const visible = properties
		.filter(({ type }) => !['hidden', 'notice'].includes(type))
		.map(({ name }) => name);
	expect(visible).toEqual([
		'platform',
		'clientKey',
		'appSecret',
		'canPublish',
		'canUploadDrafts',
		'canReadProfile',
		'canReadStats',
		'canListVideos',
		'photoHostUrl',
	]);
});
