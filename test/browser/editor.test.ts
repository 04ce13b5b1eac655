import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { chain, itemsNode, tikTok, type Credential, type WorkflowInput } from '../rig';
import { readShippedWorkflow, withCredentials } from '../e2e/shippedWorkflow';
import { Editor } from './editor';

// What a person does in n8n's editor, with the package installed. The tests build on each other, as a first hour does.
let editor: Editor;
let credential: Credential;

beforeAll(async () => {
	editor = await Editor.start();
}, 1_500_000);
beforeEach(() => editor.stage.nextMinute());
afterAll(async () => await editor.stop());

/** A link, and the node behind it. */
const withLink = (parameters: IDataObject): WorkflowInput =>
	chain('In the editor', [
		itemsNode([{ link: 'https://media.example.com/clip.mp4' }]),
		tikTok(
			{ videoSource: 'sendFromUrl', videoUrl: '={{ $json.link }}', ...parameters },
			credential,
		),
	]);

const text = async (): Promise<string> => await editor.panel.innerText();

test('the dialog says what to do on localhost, and where Connect is', async () => {
	await editor.openCredentialDialog();
	const { page } = editor;
	expect(await editor.field('platform').inputValue()).toMatch(/^Web/);
	await page.getByText('if yours begins with http://localhost, choose Desktop above').waitFor();
	const connect = page.getByRole('button', { name: 'Connect', exact: true });
	expect(await connect.isVisible()).toBe(false);
	await page.getByText('The Connect button is at the top of this dialog').waitFor();
	await editor.field('clientKey').fill('sb');
	await editor.field('appSecret').fill('secret');
	await connect.waitFor();
});

test('the credential is connected by clicking through TikTok’s page', async () => {
	await editor.connectByHand();
	credential = await editor.credential();
	expect(credential.type).toBe('tikTokOAuth2Api');
	const execution = await editor.stage.tikTok(credential, {
		resource: 'creator',
		operation: 'getInfo',
	});
	expect(execution.json('TikTok')[0]).toMatchObject({ creator_username: 'clip.maker' });
});

test.each([
	'tiktok',
	'tik tok',
	'post video',
	'upload video',
	'reels',
	'shorts',
	'social',
	'publish',
])('who types “%s” into the node list finds TikTok first', async (words) => {
	const { id } = await editor.stage.rest.createWorkflow(chain(words, []));
	await editor.go(`/workflow/${id}`);
	await editor.page.locator('[data-test-id="canvas-node"]').first().waitFor();
	const [first] = await editor.searchNodes(words);
	expect(first).toMatch(/^TikTok\s+Post videos and photos/);
});

describe('a post', () => {
	test('the privacy list is live and names the account; nothing is chosen beforehand', async () => {
		await editor.openNode(withLink({ caption: 'By hand' }), 'TikTok');
		expect(await editor.chosen('privacyLevel')).toBe('');
		await editor.field('privacyLevel').click();
		const list = editor.page.locator('.el-select-dropdown:visible');
		await list.getByText('Everyone, as Clip Maker').waitFor();
		expect((await list.innerText()).split('\n').filter((line) => line.includes(','))).toEqual([
			'Everyone, as Clip Maker',
			'Friends (Followers You Follow Back), as Clip Maker',
			'Only Me, as Clip Maker',
		]);
		await list.getByText('Only Me, as Clip Maker').click();
		expect(await editor.chosen('privacyLevel')).toBe('Only Me, as Clip Maker');
	});

	test('the notices change with the choice', async () => {
		const agree = "By posting, you agree to TikTok's";
		expect(await text()).toMatch(`${agree} Music Usage Confirmation. It may take a few minutes`);
		await editor.press('discloseCommercialContent');
		await editor.page.getByText('switch on at least one of the two below').waitFor();
		await editor.press('yourBrand');
		await editor.page.getByText('labeled “Promotional content”').waitFor();
		await editor.press('brandedContent');
		await editor.page.getByText('labeled “Paid partnership”').waitFor();
		const both = await text();
		expect(both).toMatch(`${agree} Branded Content Policy and Music Usage Confirmation.`);
		expect(both).toMatch('Branded content cannot be posted as “Only Me”');
		expect(both).not.toMatch('Promotional content');
	});

	test('what cannot be is refused in plain words', async () => {
		expect(await editor.executeStep()).toBe(false);
		expect(await editor.output.innerText()).toMatch(
			/‘Branded Content’ cannot be posted.*“Only me”\s+Choose a wider ‘Privacy Level’/s,
		);
		expect(editor.stage.simulator.posts).toEqual([]);
	});

	test('a post that not everyone sees has no link, and n8n says why', async () => {
		await editor.press('discloseCommercialContent');
		expect(await editor.executeStep()).toBe(true);
		await editor.output.filter({ hasText: 'It is published, without a link' }).waitFor();
		const columns = await editor.output.locator('th').allInnerTexts();
		expect(columns.slice(0, 2)).toEqual(['verdict', 'post_url']);
	});

	test('then it is posted, and the output shows the verdict', async () => {
		await editor.choose('privacyLevel', 'Everyone, as Clip Maker');
		expect(await editor.executeStep()).toBe(true);
		await editor.output.filter({ hasText: 'published' }).waitFor();
		expect(await editor.output.innerText()).toMatch(
			/published.*https:\/\/www\.tiktok\.com\/@clip\.maker\/video\/\d{19}/s,
		);
		expect(editor.stage.simulator.posts.at(-1)).toMatchObject({
			caption: 'By hand',
			visibility: 'PUBLIC_TO_EVERYONE',
		});
	});

	test('the next step has the publish ID filled in', async () => {
		const workflow = chain('Wait', [
			itemsNode([{ publish_id: editor.stage.simulator.tasks[0].publishId }]),
			tikTok({ resource: 'publish', operation: 'waitForCompletion' }, credential),
		]);
		await editor.openNode(workflow, 'TikTok');
		expect(await text()).toContain('{{ $json.publish_id }}');
		expect(await editor.executeStep()).toBe(true);
		await editor.output.filter({ hasText: 'published' }).waitFor();
	});
});

describe('hashtags', () => {
	test('are an option, with the number that the app allows, and stand behind the caption', async () => {
		await editor.openNode(withLink({ caption: 'By hand', privacyLevel: 'SELF_ONLY' }), 'TikTok');
		await editor.add('Hashtags');
		await editor.page.getByText('TikTok’s app allows 5 in a post').waitFor();
		await editor.field('hashtags').fill('sky, #ai sea');
		expect(await editor.executeStep()).toBe(true);
		await editor.output.filter({ hasText: 'published' }).waitFor();
		expect(editor.stage.simulator.posts.at(-1)?.caption).toBe('By hand #sky #ai #sea');
	});
});

describe('a video is got', () => {
	let mayList: Credential;
	beforeAll(async () => {
		mayList = await editor.stage.credential('With List Videos', editor.app);
		await editor.stage.connect(mayList);
	});
	const get = (parameters = {}, used = mayList) =>
		chain('Get', [tikTok({ resource: 'video', operation: 'get', ...parameters }, used)]);

	test('not without the permission: the list names it', async () => {
		await editor.openNode(get({}, credential), 'TikTok');
		await editor.locator('videoIds').click();
		await editor.page.getByText('(switch ‘List Videos’)').waitFor();
	});

	test('from the list of the account, which can be searched', async () => {
		for (const caption of ['Clouds at dawn', 'Sea at night'])
			editor.stage.simulator.addPost(editor.stage.account, { caption });
		await editor.openNode(get(), 'TikTok');
		await editor.locator('videoIds').click();
		const entries = editor.page.locator('[data-test-id="rlc-item"]:visible');
		await entries.filter({ hasText: 'Sea at night' }).waitFor();
		await editor.page.locator('[data-test-id="rlc-search"]:visible').fill('clouds');
		await entries.filter({ hasText: 'Sea at night' }).waitFor({ state: 'hidden' });
		await entries.filter({ hasText: 'Clouds at dawn' }).click();
		expect(await editor.executeStep()).toBe(true);
		await editor.output.filter({ hasText: 'Clouds at dawn' }).waitFor();
	});

	test('by what version 1.0.0 has: a text', async () => {
		const { id } = editor.stage.simulator.addPost(editor.stage.account, { caption: 'As before' });
		await editor.openNode(get({ videoIds: id }), 'TikTok');
		expect(await editor.executeStep()).toBe(true);
		await editor.output.filter({ hasText: 'As before' }).waitFor();
	});
});

test('a draft says above the file that it has no caption', async () => {
	await editor.openNode(withLink({ operation: 'uploadDraft' }), 'TikTok');
	expect(await text()).toMatch(/TikTok takes none with a draft.*Video Source/s);
	expect(await editor.executeStep()).toBe(true);
	await editor.output
		.filter({ hasText: 'nothing is public until its owner opens it there and posts it' })
		.waitFor();
});

test('photos show a field for the first address', async () => {
	await editor.openNode(chain('Photo', [tikTok({ resource: 'photo' }, credential)]), 'TikTok');
	await editor.page.getByPlaceholder('e.g. https://media.example.com/photos/1.jpg').waitFor();
});

test('as a tool, the panel says how a model fills it', async () => {
	const workflow = withCredentials(readShippedWorkflow('ai-agent-approval'), [credential]);
	await editor.openNode(workflow, 'Post on TikTok');
	expect(await text()).toMatch('The star button in a field leaves it to the model');
});

test('as a tool that reads, Output takes the place of Simplify', async () => {
	const workflow = withCredentials(readShippedWorkflow('ai-agent-approval'), [credential]);
	const tool = workflow.nodes.find(({ name }) => name === 'Post on TikTok');
	if (tool) tool.parameters = { resource: 'video', operation: 'getAll' };
	await editor.openNode(workflow, 'Post on TikTok');
	expect(await editor.chosen('output')).toBe('Simplified');
	expect(await editor.parameter('simple').isVisible()).toBe(false);
	await editor.choose('output', 'Selected Fields');
	await editor.parameter('outputFields').waitFor();
});

test('the trigger shows its events', async () => {
	const trigger = {
		...tikTok({}, credential),
		type: 'n8n-nodes-tiktok-publisher.tikTokTrigger',
		name: 'TikTok Trigger',
	};
	await editor.openNode(
		{ name: 'Trigger', nodes: [trigger], connections: {}, settings: {} },
		'TikTok Trigger',
	);
	expect(await editor.chosen('event')).toBe('Post Published');
});

test('a shipped workflow is imported from its file', async () => {
	const { page } = editor;
	await editor.importWorkflow('post-wait-message');
	await page.locator('[data-test-id="canvas-node"]').getByText('Post on TikTok').waitFor();
	expect(await page.locator('[data-test-id="canvas-node"]').allInnerTexts()).toEqual(
		expect.arrayContaining([expect.stringContaining('Execute Workflow')]),
	);
});
