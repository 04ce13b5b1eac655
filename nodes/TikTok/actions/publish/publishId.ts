import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { rethrow } from '../../../shared/errors/rethrow';
import { TikTokError } from '../../../shared/errors/tikTokError';
import { publishIdWayOut, readPublishIds } from '../../../shared/fields/publishIds';
import { refusal } from '../../../shared/fields/values';
import { mediaOf, type PostContext } from '../../../shared/api/verdict';
import type { Session } from '../../session';

const parameter = 'Publish ID';

export const publishIdField: INodeProperties = {
	displayName: parameter,
	name: 'publishId',
	type: 'string',
	required: true,
	default: '={{ $json.publish_id }}',
	placeholder: 'e.g. v_pub_file~v2-1.7602997070760331285',
	hint: 'As it stands, the publish_id of the step before',
	description: 'The publish_id that a posting operation put out, complete and unchanged',
};

/** @throws ParameterError when it is empty, several, or longer than TikTok's */
export function readPublishId(context: IExecuteFunctions, itemIndex: number): string {
	const value = context.getNodeParameter('publishId', itemIndex, '');
	const must = 'one publish ID';
	const ids = readPublishIds(parameter, value, must);
	if (ids.length === 1) return ids[0];
	throw refusal(parameter, must, ids, publishIdWayOut);
}

/**
 * What the link of a finished post needs: the creator's handle. Asked for only when TikTok named a post, once per
 * execution; a refusal of that question does not sink the status.
 */
export async function postContext(
	session: Session,
	publishId: string,
	postIds: string[],
): Promise<PostContext> {
	const post: PostContext = { publishId, media: mediaOf(publishId) };
	const { scopes: granted } = await session.client.connection();
	const mayAsk = granted?.some((scope) =>
		endpoints.creatorInfo.scopes.some((one) => one === scope),
	);
	if (postIds.length === 0 || !mayAsk) return post;
	try {
		const { creator_username: username } = await session.creatorInfo();
		return { ...post, username: username ?? undefined };
	} catch (error) {
		return error instanceof TikTokError ? post : rethrow(error);
	}
}
