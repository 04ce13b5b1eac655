import type { IDataObject } from 'n8n-workflow';

import { defineOperation } from '../../operation';

/**
 * What the account may post right now: TikTok's answer as it is, eight fields
 * (https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info).
 */
export const getInfo = defineOperation({
	read: () => ({}),
	execute: async ({ creatorInfo }) => ({ ...(await creatorInfo()) }) as IDataObject,
});
