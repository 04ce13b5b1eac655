import { samplePng } from '../harness/samplePng';
import { chain, itemsNode, node, tikTok, TIKTOK_CREDENTIAL } from '../rig';
import type { Editor } from './editor';
import type { Camera } from './camera';

/** As in the guide's text. */
const webhookId = '1b3fb47e-8a1b-4e41-8ec1-c5d5a6b32f51';

/** Photos from n8n itself: the host's panel, the credential, Edit Image, and the post. */
export async function takePhotoHost(editor: Editor, take: Camera): Promise<void> {
	const { page, stage, app } = editor;
	await editor.connectByHand();
	const credential = await editor.credential();

	const host = {
		...node(
			'n8n-nodes-tiktok-publisher.tikTokPhotoHostTrigger',
			{},
			{ name: 'Photo Host', typeVersion: 1 },
		),
		credentials: { [TIKTOK_CREDENTIAL]: { id: credential.id, name: credential.name } },
		webhookId,
	};
	await page.setViewportSize({ width: 1100, height: 800 });
	await editor.openNode(chain('Photo host', [host]), 'Photo Host');
	const address = (await (await editor.productionUrl()).innerText()).trim();
	const verification = stage.simulator.enterPrefix(app, `${address}/`);
	await editor.field('verificationFile').fill('tiktokAbCdEf123456.txt');
	await editor
		.field('verificationContent')
		.fill('tiktok-developers-site-verification=AbCdEf123456');
	await editor.panel.getByText('3. Publish').click();
	await take('9-photo-host', '[data-test-id="ndv"]');
	await editor.field('verificationFile').fill(verification.fileName);
	await editor.field('verificationContent').fill(verification.content);

	await editor.panel.locator('[data-test-id="credential-edit-button"]').click();
	await page.setViewportSize({ width: 1200, height: 640 });
	await editor.field('photoHostUrl').fill(address);
	await page.keyboard.press('Home');
	await page.getByText('Enterprise plan users').scrollIntoViewIfNeeded();
	await page.mouse.move(0, 0);
	await take('10-photo-host-url', '[role=dialog]:visible:has-text("OAuth Redirect")');
	await editor.saveCredential();
	await editor.publish();

	for (const number of [1, 2, 3])
		stage.web.files.set(`/boat-${number}.png`, {
			bytes: samplePng(1200, 2000, 300 * number),
			type: 'image/png',
		});
	const links = [1, 2, 3].map((number) => ({
		link: `https://media.example.com/boat-${number}.png`,
	}));
	const carousel = chain('Carousel', [
		itemsNode(links, { name: 'Ideas' }),
		node(
			'n8n-nodes-base.httpRequest',
			{
				url: '={{ $json.link }}',
				options: { response: { response: { responseFormat: 'file' } } },
			},
			{ name: 'Make Picture', typeVersion: 4.2 },
		),
		node(
			'n8n-nodes-base.editImage',
			{
				operation: 'resize',
				width: 1080,
				height: 1920,
				resizeOption: 'onlyIfLarger',
				options: { format: 'jpeg', quality: 90 },
			},
			{ name: 'Edit Image', typeVersion: 1 },
		),
		node(
			'n8n-nodes-base.aggregate',
			{ aggregate: 'aggregateAllItemData', options: { includeBinaries: true } },
			{ name: 'Aggregate', typeVersion: 1 },
		),
		tikTok(
			{
				resource: 'photo',
				photoSource: 'files',
				photoTitle: 'How far a paper boat gets',
				privacyLevel: 'SELF_ONLY',
			},
			credential,
			{ name: 'Post Photos' },
		),
	]);
	await editor.openNode(carousel, 'Post Photos');
	await stage.simulator.verifyPrefix(verification);
	if (!(await editor.executeStep())) throw new Error('The carousel was not posted');
	await page.setViewportSize({ width: 1200, height: 900 });
	await editor.output.getByText('Schema').click();
	await editor.output.filter({ hasText: 'published' }).waitFor();
	await take('12-photo-files', '[data-test-id="ndv"]');
	await editor.openPanel('Edit Image');
	await page.setViewportSize({ width: 1200, height: 700 });
	await take('11-edit-image', '[data-test-id="ndv"]');
}
