import type { IDataObject } from 'n8n-workflow';

import type { Session } from '../../session';

/** What the account may post right now (reference T§3): the answer as it is, eight fields. */
export async function execute({ creatorInfo }: Session): Promise<IDataObject> {
	return { ...(await creatorInfo()) } as IDataObject;
}
