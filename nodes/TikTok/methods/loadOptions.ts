import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { TikTokClient } from '../../shared/api/client';
import { endpoints } from '../../shared/api/endpoints';
import { toNodeError } from '../../shared/errors/toNodeError';
import type { CreatorInfo } from '../../shared/schemas/creator';
import { privacyLevelName } from '../postFields/privacyLevel';

/**
 * The privacy levels that the connected account offers now, and as whom the post will appear: TikTok wants the creator's
 * nickname shown where a post is composed (reference T§13, 1a).
 */
export async function getPrivacyLevels(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const creator = await new TikTokClient(this).call(endpoints.creatorInfo);
		return creator.privacy_level_options.map((level) => ({
			name: privacyLevelName(level),
			value: level,
			description: postsAs(creator),
		}));
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

function postsAs({ creator_nickname: nickname, creator_username: username }: CreatorInfo): string {
	const names = [nickname, username ? `(@${username})` : ''].filter(Boolean).join(' ');
	return names === '' ? '' : `Posts as ${names}`;
}
