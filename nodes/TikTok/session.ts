import type { IExecuteFunctions } from 'n8n-workflow';

import { TikTokClient } from '../shared/api/client';
import { creatorInfoOnce } from './creatorInfo';
import type { CreatorInfo } from '../shared/api/schemas/creator';
import { progressOf, type Progress } from './progress';

/** What all items of a run share: n8n's context and one client. */
export interface Session {
	context: IExecuteFunctions;
	client: TikTokClient;
	progress: Progress;
	/** Creator info, fetched once for each account and execution; see {@link creatorInfoOnce}. */
	creatorInfo(): Promise<CreatorInfo>;
}

/** Opens the session of one run. */
export function openSession(context: IExecuteFunctions): Session {
	const client = new TikTokClient(context);
	return {
		context,
		client,
		progress: progressOf(context),
		creatorInfo: async () => await creatorInfoOnce(context, client),
	};
}
