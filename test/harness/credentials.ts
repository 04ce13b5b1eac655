import { getAdditionalKeys } from 'n8n-core';
import { ICredentialsHelper, NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	INodeTypes,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { TikTokOAuth2Api } from '../../credentials/TikTokOAuth2Api.credentials';

/** What n8n's database holds of a credential. */
export type StoredCredential = ICredentialDataDecryptedObject & { oauthTokenData?: IDataObject };

/**
 * n8n's credentials, with a map in place of the database. Defaults and expressions of our credential's class are
 * resolved as n8n's own helper does (packages/cli, credentials-helper): in the mode of the caller, over `$self`.
 */
export class CredentialsInMemory extends ICredentialsHelper {
	readonly stored = new Map<string, StoredCredential>();

	private readonly type = new TikTokOAuth2Api();

	constructor(private readonly nodeTypes: INodeTypes) {
		super();
	}

	getParentTypes(): string[] {
		return this.type.extends;
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		_credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return requestOptions;
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(
		_helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<ICredentialDataDecryptedObject> {
		return (await this.type.preAuthentication(credentials)) as ICredentialDataDecryptedObject;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Not used by the contexts under test');
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		{ id }: INodeCredentialsDetails,
		_type: string,
		mode: WorkflowExecuteMode,
		_executeData?: unknown,
		raw?: boolean,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = structuredClone(this.stored.get(id ?? ''));
		if (!stored) throw new Error(`Credential ${id} does not exist`);
		if (raw) return stored;
		const node = {
			id: 'mock',
			name: 'mock',
			type: 'start',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: {},
		};
		const withDefaults = NodeHelpers.getNodeParameters(
			this.type.properties,
			stored as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		if (stored.oauthTokenData !== undefined) withDefaults.oauthTokenData = stored.oauthTokenData;
		const workflow = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: this.nodeTypes,
		});
		return workflow.expression.getComplexParameterValue(
			node,
			withDefaults as INodeParameters,
			mode,
			getAdditionalKeys(additionalData, mode, null, { isCredential: true }),
			undefined,
			undefined,
			withDefaults,
		) as ICredentialDataDecryptedObject;
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(
		{ id }: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const stored = this.stored.get(id ?? '');
		if (stored) stored.oauthTokenData = structuredClone(data.oauthTokenData as IDataObject);
	}

	getCredentialsProperties(): INodeProperties[] {
		return this.type.properties;
	}
}
