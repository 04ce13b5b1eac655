import { jpegOf } from '../../unit/media/photoBuilder';
import type { Journey } from '../journey';
import { expectThat } from '../journey';
import { end, type Scene } from '../scene';

const photoUrls = [1, 2, 3].map((number) => `https://media.example.com/${number}.jpg`);

const texts = {
	photoTitle: '😀'.repeat(45),
	photoDescription: `${'😀'.repeat(1_990)} #end of it all`.padEnd(4_000, '!'),
};
const direct = { resource: 'photo', operation: 'directPost', privacyLevel: 'PUBLIC_TO_EVERYONE' };
const draft = { resource: 'photo', operation: 'uploadDraft' };

function expectPhotos(scene: Scene, count: number): void {
	const downloads = scene.simulator.tasks.flatMap((task) => task.downloads);
	const complete = downloads.filter(({ sha256 }) => sha256 !== undefined);
	expectThat(complete.length === count, () => `${complete.length} photos arrived`);
}

/** The photos of an item as files, in `data`, `data_1`, … */
async function files(scene: Scene) {
	const binary = await Promise.all(
		[0, 1].map(async (index) => {
			const field = index === 0 ? 'data' : `data_${index}`;
			const bytes = jpegOf(1080, 1920, 300_000 + index);
			const item = await scene.engine.item(bytes, {
				mimeType: 'image/jpeg',
				fileName: `${index}.jpg`,
				field,
			});
			return item.binary ?? {};
		}),
	);
	return [{ json: {}, binary: Object.assign({}, ...binary) as (typeof binary)[number] }];
}

/** Photos by their addresses, and from n8n itself. */
export const photos: Journey[] = [
	{
		name: 'Post three photos by their addresses, with the longest texts',
		ends: 'published',
		play: async (scene) => {
			const result = await scene.post({ ...direct, ...texts, photoUrls, isAigc: true });
			const [post] = scene.simulator.posts;
			if (post) {
				expectPhotos(scene, 3);
				expectThat(post.isAigc === true, () => 'The AI label is missing');
			}
			return end(result);
		},
	},
	{
		name: 'Send photos as a draft, which the user posts',
		ends: 'in_inbox, then published',
		play: async (scene) => {
			const result = await scene.post({ ...draft, ...texts, photoUrls });
			if (result.json[0]?.verdict !== 'in_inbox') return end(result);
			const publishId = String(result.json[0].publish_id);
			scene.simulator.finishDraft(publishId);
			const status = { resource: 'publish', operation: 'getStatus', publishId };
			return `${end(result)}, then ${end(await scene.run(status))}`;
		},
	},
	{
		name: 'Verify n8n’s photo host, and post photos that are files',
		ends: 'verified, published',
		play: async (scene) => {
			const { engine, simulator, host } = scene;
			engine.store({ oauthTokenData: engine.tokenData, photoHostUrl: host.prefix });
			const verification = simulator.enterPrefix(engine.app, host.prefix);
			host.parameters = {
				verificationFile: verification.fileName,
				verificationContent: verification.content,
			};
			try {
				await simulator.verifyPrefix(verification);
			} catch {
				return 'not verified';
			}
			const photoBinaryFields = '={{ Object.keys($binary).join(",") }}';
			const result = await scene.post(
				{ ...direct, photoSource: 'files', photoBinaryFields },
				{ items: await files(scene) },
			);
			if (result.json[0]?.verdict === 'published') expectPhotos(scene, 2);
			return `verified, ${end(result)}`;
		},
	},
];
