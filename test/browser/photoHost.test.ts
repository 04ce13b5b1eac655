import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';

import { sha256 } from '../harness/digest';
import { samplePng } from '../harness/samplePng';
import { until } from '../harness/until';
import { chain, node, readFiles, tikTok, type Credential, type StoredWorkflow } from '../rig';
import { findProgram } from '../rig/serverProgram';
import { Editor } from './editor';

// Somebody who does not program posts AI pictures without any web space, by n8n's own panels and TikTok's portal. The tests build on
// each other.
let editor: Editor;
let credential: Credential;
/** What is on the clipboard: the Production URL. */
let address: string;
/** The host's workflow. */
let hostId: string;
let carousel: StoredWorkflow;

/** Larger than TikTok takes; each is a larger file than the one before, also as a JPEG. */
const pictures = [100, 500, 900].map((noisyRows) => samplePng(1200, 2000, noisyRows));

beforeAll(async () => {
	findProgram('gm', 'graphicsmagick'); // n8n's Edit Image starts it
	editor = await Editor.start('web');
	for (const [index, bytes] of pictures.entries())
		await editor.stage.file(`picture-${index + 1}.png`, bytes);
}, 1_500_000);
beforeEach(() => editor.stage.nextMinute());
afterAll(async () => await editor?.stop());

const pngs = () => readFiles(`${editor.stage.n8n.filesFolder}/*.png`, { name: 'AI Pictures' });

test('the host’s workflow is imported, and its panel has the steps where they are to be done', async () => {
	await editor.connectByHand();
	credential = await editor.credential();
	await editor.importWorkflow('photo-host');
	await editor.openPanel('Photo Host');
	hostId = /\/workflow\/(\w+)/.exec(editor.page.url())?.[1] ?? '';
	expect(hostId).not.toBe('');
	const { panel } = editor;
	// n8n takes the only credential that there is.
	await expect(
		panel.locator('[data-test-id="node-credentials-select"] input').inputValue(),
	).resolves.toBe(credential.name);
	expect(await panel.locator('[data-test-id="node-parameters"]').innerText()).toMatch(
		/Webhook URLs.*1\. .*‘Photo Host URL’.*2\. In TikTok’s developer portal.*Verification File Name.*Verification File Content.*3\. Publish this workflow.*press Verify/s,
	);
});

test('Execute step says at once that there is nothing to execute', async () => {
	await editor.panel.locator('[data-test-id="node-execute-button"]').click();
	await editor.page.getByText('There is nothing to execute here: publish the workflow').waitFor();
});

test('the Production URL is copied by a click, and pasted into the credential', async () => {
	const { page, panel } = editor;
	const url = await editor.productionUrl();
	const onScreen = (await url.innerText()).trim();
	expect(onScreen).toMatch(/^https:\/\/n8n\.example\.com\/webhook\/[\da-f-]{36}$/);
	await url.click();
	await panel.locator('[data-test-id="credential-edit-button"]').click();
	await editor.field('photoHostUrl').click();
	await page.keyboard.press('ControlOrMeta+V');
	address = await editor.field('photoHostUrl').inputValue();
	expect(address).toBe(onScreen);
	// Not connected again: the carousel below is posted with the connection of before.
	await editor.saveCredential();
	const stored = await editor.stage.rest.getCredential(credential.id);
	expect(stored.data).toMatchObject({ photoHostUrl: onScreen });
});

test('TikTok’s portal names a file, which it finds once the workflow is published', async () => {
	const { simulator } = editor.stage;
	const atPortal = simulator.enterPrefix(editor.app, `${address}/`);
	await editor.field('verificationFile').fill(atPortal.fileName);
	await editor.field('verificationContent').fill(atPortal.content);
	await expect(simulator.verifyPrefix(atPortal)).rejects.toThrow('404');
	expect(await editor.publish()).toMatch('Now press Verify in TikTok’s developer portal');
	// n8n activates in the background.
	const pressVerify = async () => await simulator.verifyPrefix(atPortal);
	await until(
		async () =>
			await pressVerify().then(
				() => true,
				() => false,
			),
	);
	expect(editor.app.urlProperties).toEqual([`${address}/`]);
});

test('PNGs as they are: the message says what to enter in Edit Image', async () => {
	const photo = { resource: 'photo', photoSource: 'files', privacyLevel: 'SELF_ONLY' };
	await editor.openNode(chain('PNG', [pngs(), tikTok(photo, credential)]), 'TikTok');
	expect(await editor.executeStep()).toBe(false);
	expect(await editor.output.innerText()).toMatch(
		/is a PNG picture, and TikTok takes photos as JPEG and WebP.*Edit Image node before this one: operation Resize, width 1080, height 1920, option ‘Only if Larger’; under Options add Format ‘jpeg’ and Quality 90/s,
	);
});

test('Edit Image and Aggregate have the settings of the recipe', async () => {
	carousel = await editor.stage.rest.createWorkflow(
		chain('Carousel', [
			pngs(),
			node('n8n-nodes-base.editImage', {}, { name: 'Edit Image', typeVersion: 1 }),
			node('n8n-nodes-base.aggregate', {}, { name: 'Aggregate', typeVersion: 1 }),
			tikTok({}, credential),
		]),
	);
	await editor.go(`/workflow/${carousel.id}`);
	await editor.openPanel('Edit Image');
	await editor.choose('operation', 'Resize');
	await editor.field('width').fill('1080');
	await editor.field('height').fill('1920');
	await editor.choose('resizeOption', 'Only if Larger');
	await editor.add('Format');
	await editor.choose('format', 'jpeg');
	await editor.add('Quality');
	await editor.field('quality').fill('90');
	await editor.openPanel('Aggregate');
	await editor.choose('aggregate', 'All Item Data (Into a Single List)');
	await editor.add('Include Binaries');
	await editor.press('includeBinaries');
});

test('the TikTok node posts all three as one carousel, with nothing to enter but the privacy', async () => {
	await editor.openPanel('TikTok');
	await editor.choose('resource', 'Photo');
	await editor.choose('photoSource', 'Files From n8n');
	await editor.panel.getByText('add the node ‘TikTok Photo Host Trigger’').waitFor();
	expect(await editor.parameter('photoBinaryFields').innerText()).toContain('Object.keys($binary)');
	await editor.choose('privacyLevel', 'Only Me, as Clip Maker');
	expect(await editor.executeStep()).toBe(true);
	await editor.output.filter({ hasText: 'published' }).waitFor();
});

test('TikTok has them, in their order and byte for byte', async () => {
	const { rest, simulator } = editor.stage;
	expect(simulator.posts).toEqual([
		expect.objectContaining({ media: 'PHOTO', visibility: 'SELF_ONLY' }),
	]);
	const [{ id }] = await rest.listExecutions({ workflowId: carousel.id });
	const execution = await rest.getExecution(id);
	expect(execution.json('TikTok')[0].requested).toMatchObject({
		photos: ['picture-1.jpeg', 'picture-2.jpeg', 'picture-3.jpeg'],
	});
	const made = await Promise.all(
		execution.items('Edit Image').map(async ({ binary }) => {
			const query = new URLSearchParams({ id: binary?.data.id ?? '', action: 'download' });
			const answer = await rest.fetch('GET', `/rest/binary-data?${query}`);
			return Buffer.from(await answer.arrayBuffer());
		}),
	);
	expect(made.map((bytes) => bytes.subarray(0, 3).toString('hex'))).toEqual(
		made.map(() => 'ffd8ff'),
	);
	const sizes = made.map(({ length }) => length);
	expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
	const { downloads } = simulator.tasks[0];
	expect(downloads.map((download) => download.sha256)).toEqual(made.map(sha256));
	expect(downloads.every(({ url }) => url.startsWith(`${address}/`))).toBe(true);
	const executions = await rest.listExecutions();
	expect(executions.map(({ workflowId }) => workflowId)).not.toContain(hostId);
});
