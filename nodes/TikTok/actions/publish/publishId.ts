import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { ParameterError } from '../../../shared/errors/parameterError';
import { rethrow } from '../../../shared/errors/rethrow';
import { TikTokError } from '../../../shared/errors/tikTokError';
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

/** @throws ParameterError when it is empty, or longer than TikTok's (reference T§4.3) */
export function readPublishId(context: IExecuteFunctions, itemIndex: number): string {
	const value = context.getNodeParameter('publishId', itemIndex, '');
	const id = typeof value === 'string' ? value.trim() : '';
	if (id !== '' && id.length <= 64 && !/\s/.test(id)) return id;
	throw new ParameterError(
		parameter,
		id === '' ? `‘${parameter}’ is empty` : `‘${parameter}’ is not a publish ID`,
		'Enter the publish_id from the output of Direct Post or Upload Draft, for example {{ $json.publish_id }}.',
	);
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
