import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { TikTokClient } from '../shared/api/client';
import { creatorInfoOnce } from './creatorInfo';
import type { CreatorInfo } from '../shared/api/schemas/creator';

/** What all items of a run share: n8n's context and one client. */
export interface Session {
	context: IExecuteFunctions;
	client: TikTokClient;
	/** Creator info, fetched once for each account and execution; see {@link creatorInfoOnce}. */
	creatorInfo(): Promise<CreatorInfo>;
}

/** Runs an operation for one item: reads the item's parameters and returns one output or a list. */
export type Execute = (session: Session, itemIndex: number) => Promise<IDataObject | IDataObject[]>;

/** Opens the session of one run. */
export function openSession(context: IExecuteFunctions): Session {
	const client = new TikTokClient(context);
	return { context, client, creatorInfo: async () => await creatorInfoOnce(context, client) };
}
