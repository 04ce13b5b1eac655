import { sampleVideo } from '../../simulator';
import { expectThat, type Journey } from '../journey';
import { end, type Scene } from '../scene';

const forEveryone = { privacyLevel: 'PUBLIC_TO_EVERYONE' };
export const directPost = { resource: 'video', operation: 'directPost', ...forEveryone };

/** The longest caption there is: an emoji has two units. */
const caption = `${'😀'.repeat(1_000)} ${'#tag '.repeat(38)}#end${' '.repeat(5)}`.slice(0, 2_200);

/** One byte more than the largest part. */
const inTwoParts = sampleVideo({ bytes: 64_000_001 });
const small = sampleVideo();

const hour = 3_600_000;

/** Makes the post of a file whose upload is struck by faults that are planned. */
async function upload(scene: Scene, bytes: Buffer): Promise<string> {
	const result = await scene.post(directPost, { bytes, items: [await scene.item(bytes)] });
	const withBytes = scene.simulator.uploads.filter(({ receivedBytes }) => receivedBytes > 0);
	expectThat(withBytes.length <= 1, () => 'Bytes went into two uploads');
	return end(result);
}

/** The ids of a public post are there, to the last digit. */
function expectIds(scene: Scene, output: { post_ids?: unknown; post_url?: unknown }): void {
	const ids = scene.simulator.posts.map(({ id }) => id);
	const said = JSON.stringify([output.post_ids, output.post_url]);
	expectThat(said.includes(`["${ids.join()}"]`) && said.includes(`/${ids.join()}"`), () => said);
}

/** Direct posts of videos. */
export const videos: Journey[] = [
	{
		name: 'Post a file in two parts; the connection breaks in each',
		ends: 'published',
		play: async (scene) => {
			const { simulator } = scene;
			simulator.fault('upload', { kind: 'reset', chunk: 0, at: { bytes: 1_000_000 } });
			simulator.fault('upload', { kind: 'reset', chunk: 1, at: 'after body' });
			return await upload(scene, inTwoParts);
		},
	},
	{
		name: 'Post a file; an answer of the upload server is lost, and the status is out',
		ends: 'published',
		play: async (scene) => {
			const { simulator } = scene;
			simulator.fault('upload', { kind: 'reset', chunk: 0, at: 'after body' });
			simulator.fault('status', { kind: 'status', status: 503, body: '', times: 2 });
			return await upload(scene, inTwoParts);
		},
	},
	{
		name: 'Post a file; the upload breaks off and an hour passes',
		ends: 'stops: The hour that TikTok gives for an upload is over',
		play: async (scene) => {
			const onStrike = () => scene.pass(hour + 1);
			const at = { bytes: 1_000_000 };
			scene.simulator.fault('upload', { kind: 'reset', chunk: 0, at, onStrike });
			return await upload(scene, inTwoParts);
		},
	},
	{
		name: 'Post a link, sent by n8n, with the longest caption',
		ends: 'published',
		play: async (scene) => {
			const bytes = sampleVideo({ bytes: 12_000_000 });
			scene.web.files.set('/clip.mp4', { bytes });
			const result = await scene.post(
				{
					...directPost,
					caption,
					videoSource: 'sendFromUrl',
					videoUrl: `${scene.web.origin}/clip.mp4`,
					isAigc: true,
					options: { untilPublic: true },
				},
				{ bytes },
			);
			const [post] = scene.simulator.posts;
			if (post) {
				expectIds(scene, result.json[0] ?? {});
				expectThat(
					post.caption.trim() === caption.trim() && post.isAigc,
					() => `“${post.caption}”, label: ${post.isAigc}`,
				);
			}
			return end(result);
		},
	},
	{
		name: 'Post a link, pulled by TikTok',
		ends: 'published',
		play: async (scene) => {
			const videoUrl = 'https://media.example.com/clip.mp4';
			const result = await scene.post({ ...directPost, videoSource: 'pullFromUrl', videoUrl });
			return end(result);
		},
	},
	{
		name: 'Post for oneself, with a cover frame',
		ends: 'published',
		play: async (scene) =>
			end(
				await scene.post(
					{
						...directPost,
						privacyLevel: 'SELF_ONLY',
						options: { videoCoverTimestampMs: 1_500 },
					},
					{ bytes: small, items: [await scene.item(small)] },
				),
			),
	},
	{
		name: 'Post with a cover frame beyond the end',
		ends: 'published',
		play: async (scene) =>
			end(
				await scene.post(
					{ ...directPost, options: { videoCoverTimestampMs: 60_000 } },
					{ bytes: small, items: [await scene.item(small)] },
				),
			),
	},
	{
		name: 'Post twelve minutes, which the account may',
		ends: 'published',
		play: async (scene) => {
			scene.engine.account.maxVideoPostDurationSec = 3_600;
			return await upload(scene, sampleVideo({ durationSec: 720, bytes: 3_000 }));
		},
	},
	{
		name: 'The account becomes private right before the init',
		ends: 'stops: TikTok does not accept the text or a setting of the post',
		play: async (scene) => {
			const onStrike = () => (scene.engine.account.private = true);
			scene.simulator.fault('creator info', { kind: 'delay', at: 'after body', onStrike });
			return await upload(scene, small);
		},
	},
];
