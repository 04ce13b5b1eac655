import { Client } from '../../simulator/tests/client';
import { expectThat, type Journey } from '../journey';
import { end, type Scene } from '../scene';

const creatorInfo = { resource: 'creator', operation: 'getInfo' };
const exchangePath = '/v2/oauth/token/';
const day = 86_400_000;

/** Uses the connection. @returns `works`, or how the node stops */
async function use(scene: Scene): Promise<string> {
	const result = await scene.run(creatorInfo);
	return result.error ? end(result) : 'works';
}

/** The connection between two runs, by name of the run. */
async function uses(scene: Scene, ...between: Array<() => unknown>): Promise<string> {
	const ends = [await use(scene)];
	for (const happen of between) {
		await happen();
		ends.push(await use(scene));
	}
	return ends.join(', ');
}

const expire = (scene: Scene) => scene.simulator.expireAccessTokens();

/** What becomes of a connection over time. */
export const tokens: Journey[] = [
	{
		name: 'Refresh, three times in a row',
		ends: 'works, works, works, works',
		play: async (scene) => {
			const ends = await uses(scene, ...Array.from({ length: 3 }, () => () => expire(scene)));
			const refreshes = scene.simulator.callsTo(exchangePath).length;
			expectThat(refreshes === 3, () => `${refreshes} refreshes`);
			return ends;
		},
	},
	{
		name: 'Refresh in two runs at once',
		ends: 'works, works',
		play: async (scene) => {
			expire(scene);
			const ends = await Promise.all([use(scene), use(scene)]);
			expectThat((await use(scene)) === 'works', () => 'The connection was lost');
			return ends.join(', ');
		},
	},
	{
		name: 'Use the connection each 100 days',
		ends: 'works, works, works',
		play: async (scene) => await uses(scene, ...[1, 2].map(() => () => scene.pass(100 * day))),
	},
	{
		name: 'Leave the connection unused for 200 days',
		ends: 'works, stops: The connection of this credential to TikTok has ended',
		play: async (scene) => await uses(scene, () => scene.pass(200 * day)),
	},
	{
		name: 'n8n loses the tokens of a refresh',
		ends: 'works, works, stops: The connection of this credential to TikTok has ended',
		play: async (scene) => {
			const stored = { ...scene.engine.tokenData };
			return await uses(
				scene,
				() => expire(scene),
				() => {
					scene.engine.store({ oauthTokenData: stored });
					expire(scene);
				},
			);
		},
	},
	{
		name: 'The user removes the app in TikTok',
		ends: 'works, stops: The connection of this credential to TikTok has ended',
		play: async (scene) =>
			await uses(scene, () => scene.simulator.revoke(scene.engine.app, scene.engine.account)),
	},
	{
		name: 'Somebody revokes the access token, twice',
		ends: 'works, stops: The connection of this credential to TikTok has ended',
		play: async (scene) => {
			const { clientKey, clientSecret } = scene.engine.app;
			const token = String(scene.engine.tokenData.access_token);
			const fields = { client_key: clientKey, client_secret: clientSecret, token };
			const client = new Client(scene.simulator);
			const revoke = async () => {
				await client.form('/v2/oauth/revoke/', fields);
				await client.form('/v2/oauth/revoke/', fields);
			};
			return await uses(scene, revoke).finally(async () => await client.close());
		},
	},
	{
		name: 'A permission was taken back in TikTok',
		ends: 'stops: The connected account has not granted the permission that this operation needs',
		play: async (scene) => {
			const { engine, simulator } = scene;
			const { scope } = engine.tokenData;
			const granted = simulator.grant(engine.app, engine.account, ['user.info.basic']);
			engine.store({ oauthTokenData: { ...granted, scope } });
			return end(await scene.run({ resource: 'user', operation: 'getInfo' }));
		},
	},
	{
		name: 'User Get with all permissions',
		ends: 'all there',
		play: async (scene) => {
			const result = await scene.run({ resource: 'user', operation: 'getInfo', simple: false });
			if (result.error) return end(result);
			const [{ username, follower_count }] = result.json;
			return username === 'clip.maker' && follower_count === 0
				? 'all there'
				: 'something is missing';
		},
	},
];
