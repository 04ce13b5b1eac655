import type { IExecuteFunctions } from 'n8n-workflow';

import { TikTokClient } from '../shared/api/client';
import { creatorInfoOnce } from './creatorInfo';
import type { CreatorInfo } from '../shared/api/schemas/creator';

/** What an operation works with: n8n's context and one client for all items of the run. */
export interface Session {
	context: IExecuteFunctions;
	client: TikTokClient;
	/** Asked once per account and execution. */
	creatorInfo(): Promise<CreatorInfo>;
}

export function openSession(context: IExecuteFunctions): Session {
	const client = new TikTokClient(context);
	return { context, client, creatorInfo: async () => await creatorInfoOnce(context, client) };
}
