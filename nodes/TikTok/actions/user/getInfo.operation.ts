import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../shared/api/endpoints';
import { rethrow } from '../../../shared/errors/rethrow';
import { TikTokError } from '../../../shared/errors/tikTokError';
import { showFor } from '../../../shared/fields/showFor';
import { userFieldScopes } from '../../../shared/api/schemas/user';
import { defineOperation } from '../../operation';
import { outputFields, readOutput, type RecordFields } from '../output';

const simplified = [
	'display_name',
	'username',
	'open_id',
	'avatar_url',
	'bio_description',
	'is_verified',
	'follower_count',
	'following_count',
	'likes_count',
	'video_count',
];

/** TikTok’s page on user info does not have it. Where TikTok does not know it, the whole call is refused. */
const uncertain = 'profile_web_link';

const record: RecordFields = {
	id: 'open_id',
	all: Object.keys(userFieldScopes),
	simplified: (raw) =>
		Object.fromEntries(simplified.filter((key) => key in raw).map((key) => [key, raw[key]])),
};

const description: INodeProperties[] = showFor({ resource: ['user'], operation: ['getInfo'] }, [
	{
		displayName:
			'Shows what the connected account has allowed: name and picture always; username, bio and links with the permission Read Profile; counts with Read Statistics.',
		name: 'userInfoNotice',
		type: 'notice',
		default: '',
	},
	...outputFields(record),
]);

/**
 * Asks only for the fields that the granted scopes allow: one field too many fails the whole call
 * (https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info).
 */
export const getInfo = defineOperation({
	description,
	read: (context, itemIndex) => ({ shape: readOutput(context, itemIndex, record) }),
	async execute({ client }, _itemIndex, { shape }) {
		const { scopes: granted = ['user.info.basic'] } = await client.connection();
		const fields = Object.entries(userFieldScopes)
			.filter(([, scope]) => granted.includes(scope))
			.map(([field]) => field);
		const ask = async (names: string[]): Promise<IDataObject> => {
			const query = { fields: names.join(',') };
			return (await client.call(endpoints.userInfo, { query })).user as IDataObject;
		};
		const raw = await ask(fields).catch(async (error: unknown) => {
			const isRefused =
				error instanceof TikTokError && ['invalid_params', 'invalid_param'].includes(error.code);
			if (!isRefused || !fields.includes(uncertain)) return rethrow(error);
			return await ask(fields.filter((field) => field !== uncertain));
		});
		return shape(raw);
	},
});
