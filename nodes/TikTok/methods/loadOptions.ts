import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { TikTokClient } from '../../shared/api/client';
import { endpoints } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/errors/toNodeError';
import { privacyLevelName } from '../post/fields/privacyLevel';

/**
 * The privacy levels that the connected account offers now, with the creator's nickname, which TikTok wants to be shown
 * where a post is composed: https://developers.tiktok.com/doc/content-sharing-guidelines
 *
 * @throws NodeApiError when TikTok does not answer or refuses
 */
export async function getPrivacyLevels(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	try {
		const creator = await new TikTokClient(this).call(endpoints.creatorInfo);
		const { creator_nickname: nickname, creator_username: username } = creator;
		return creator.privacy_level_options.map((level) => ({
			// In the name, which stays visible when the list is closed.
			name: [privacyLevelName(level), nickname ? `as ${nickname}` : ''].filter(Boolean).join(', '),
			value: level,
			description: username ? `@${username}` : '',
		}));
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}
