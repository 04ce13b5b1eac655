import type { IDataObject } from 'n8n-workflow';

import type { Session } from '../../session';

/**
 * What the account may post right now: the answer as it is, eight fields
 * (https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info).
 */
export async function execute({ creatorInfo }: Session): Promise<IDataObject> {
	return { ...(await creatorInfo()) } as IDataObject;
}
