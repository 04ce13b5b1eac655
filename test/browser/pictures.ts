import { readShippedWorkflow, withCredentials } from '../e2e/shippedWorkflow';
import { runCommand } from '../rig/command';
import { chain, itemsNode, tikTok, type WorkflowInput } from '../rig';
import { sampleVideo } from '../simulator';
import { cameraFor, type Camera } from './camera';
import { Editor } from './editor';
import { takePhotoHost } from './photoHostPictures';

/** The dialog on show; n8n keeps others ready. */
const dialog = '[role=dialog]:visible';

/** `npm run pictures`: the pictures of the docs, taken from a running n8n with the packed package. */
async function main(): Promise<void> {
	for (const [platform, takePictures] of [
		['desktop', takeWalkThrough],
		['web', takePhotoHost],
	] as const) {
		const editor = await Editor.start(platform, { width: 1200, height: 800 });
		try {
			await takePictures(editor, cameraFor(editor.page));
		} finally {
			await editor.stop();
		}
	}
}

async function takeWalkThrough(editor: Editor, take: Camera): Promise<void> {
	const { page, stage } = editor;
	await editor.go('/settings/community-nodes');
	await page.getByRole('button', { name: 'Install a community node' }).click();
	await page.locator(`${dialog} input`).first().fill('n8n-nodes-tiktok-publisher');
	await take('1-install', dialog);

	await editor.connectByHand();
	await take('2-connect', dialog);
	const credential = await editor.credential();

	const { id } = await stage.rest.createWorkflow(chain('First post', []));
	await editor.go(`/workflow/${id}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	await editor.searchNodes('tiktok', async (entry) => {
		await entry.click();
		await page.getByText('Upload video as draft').scrollIntoViewIfNeeded();
		await take('3-actions', '[data-test-id="node-creator"]');
	});

	stage.web.files.set('/renders/clip.mp4', { bytes: sampleVideo({ bytes: 6_250_000 }) });
	const video = chain('First post', [
		itemsNode(
			[
				{
					link: 'https://media.example.com/renders/clip.mp4',
					caption: 'A paper boat in the rain #ai',
				},
			],
			{ name: 'Video' },
		),
		tikTok(
			{
				videoSource: 'sendFromUrl',
				videoUrl: '={{ $json.link }}',
				caption: '={{ $json.caption }}',
				isAigc: true,
			},
			credential,
			{ name: 'Post on TikTok' },
		),
	]);
	await page.setViewportSize({ width: 1200, height: 1000 });
	await editor.openNode(video, 'Post on TikTok');
	await editor.choose('privacyLevel', 'Everyone, as Clip Maker');
	await take('4-post', '[data-test-id="ndv"]');
	if (!(await editor.executeStep())) throw new Error('The post failed');
	await editor.output.getByText('Schema').click();
	await editor.output.filter({ hasText: 'published' }).waitFor();
	await take('5-verdict', '[data-test-id="ndv"]');

	const refused: WorkflowInput = chain('Refused', [
		tikTok(
			{
				resource: 'photo',
				photoUrls: ['https://cdn.elsewhere.example/1.jpg'],
				privacyLevel: 'SELF_ONLY',
			},
			credential,
		),
	]);
	await editor.openNode(refused, 'TikTok');
	if (await editor.executeStep()) throw new Error('The post was to be refused');
	await take('6-refusal', '[data-test-id="output-panel"]');

	await page.setViewportSize({ width: 1200, height: 800 });
	// With the permission List Videos, which the dialog leaves off.
	const reader = await stage.credential('TikTok account', editor.app);
	await stage.connect(reader);
	const trigger = {
		...tikTok({}, reader),
		type: 'n8n-nodes-tiktok-publisher.tikTokTrigger',
		name: 'TikTok Trigger',
	};
	await editor.openNode(
		{ name: 'Trigger', nodes: [trigger], connections: {}, settings: {} },
		'TikTok Trigger',
	);
	if (!(await editor.executeStep())) throw new Error('The trigger found no post');
	await take('7-trigger', '[data-test-id="ndv"]');

	const shipped = await stage.rest.createWorkflow(
		withCredentials(readShippedWorkflow('ai-video-direct-post'), [credential]),
	);
	await page.setViewportSize({ width: 1400, height: 640 });
	await editor.go(`/workflow/${shipped.id}`);
	await page.locator('[data-test-id="canvas-node"]').getByText('Post on TikTok').waitFor();
	await page.locator('[data-test-id="zoom-to-fit"]').click();
	await take('8-workflow', '[data-test-id="canvas"]');
}

void runCommand(main);
