import type { Browser, Locator, Page } from 'playwright-core';

import { readShippedWorkflow } from '../e2e/shippedWorkflow';
import { Stage, webUrl } from '../e2e/stage';
import { DEFAULT_OWNER, type Credential, type WorkflowInput } from '../rig';
import type { App } from '../simulator';
import { startChromium } from './chromium';

/** The options of the credential dialog. */
const platforms: Record<App['platform'], string> = {
	web: 'Web (n8n Has an https:// Address)',
	desktop: 'Desktop (n8n Runs on localhost)',
};

/** What n8n asks the browser for, so that a person can copy an address by a click. */
const permissions = ['clipboard-read', 'clipboard-write'];

/** n8n's editor in a browser, as a person sees it. Fields are found by n8n's own test ids. */
export class Editor {
	private constructor(
		readonly stage: Stage,
		readonly browser: Browser,
		readonly page: Page,
		readonly app: App,
	) {}

	/**
	 * @param platform of the TikTok app: `desktop` for an n8n on localhost, `web` for one at an https address, which no
	 * address is verified for
	 */
	static async start(
		platform: App['platform'] = 'desktop',
		viewport: { width: number; height: number } = { width: 1300, height: 1000 },
	): Promise<Editor> {
		const stage = await Stage.start();
		try {
			stage.simulator.hosts.set(new URL(webUrl).hostname, stage.n8n.url);
			await stage.n8n.restart({
				publicUrl: platform === 'web' ? webUrl : `http://localhost:${stage.n8n.port}`,
				// The simulated Internet passes no WebSockets on.
				env: { N8N_PUSH_BACKEND: 'sse' },
			});
			const app = stage.simulator.addApp({
				name: 'My n8n',
				platform,
				audited: true,
				redirectUris: [stage.n8n.redirectUrl],
				urlProperties: platform === 'web' ? [] : ['example.com'],
			});
			const browser = await startChromium(stage.simulator.proxyUrl);
			const page = await browser.newPage({ viewport, permissions });
			page.setDefaultTimeout(60_000);
			const editor = new Editor(stage, browser, page, app);
			await editor.logIn();
			return editor;
		} catch (error) {
			await stage.stop();
			return await Promise.reject(error);
		}
	}

	async stop(): Promise<void> {
		await this.browser.close();
		await this.stage.stop();
	}

	private async logIn(): Promise<void> {
		await this.go('/signin');
		await this.page.fill('[name=emailOrLdapLoginId]', DEFAULT_OWNER.email);
		await this.page.fill('[name=password]', DEFAULT_OWNER.password);
		await this.page.keyboard.press('Enter');
		await this.page.waitForURL(/\/(home|workflow)/);
	}

	async go(path: string): Promise<void> {
		await this.page.goto(this.stage.n8n.publicUrl + path);
	}

	/** Opens the dialog of a new credential. */
	async openCredentialDialog(): Promise<void> {
		const { page } = this;
		await this.go('/home/credentials/create');
		await page.locator('[data-test-id="new-credential-type-select"] input').fill('tiktok');
		await page.getByText('TikTok OAuth2 API').last().click();
		await page.locator('[data-test-id="new-credential-type-button"]').click();
	}

	/** Makes a credential in the dialog and connects it by clicking through TikTok's page. The dialog stays open. */
	async connectByHand(): Promise<void> {
		const { page } = this;
		await this.openCredentialDialog();
		await page.locator('[data-test-id="parameter-input-platform"] input').click();
		await page.getByText(platforms[this.app.platform]).last().click();
		await this.field('clientKey').fill(this.app.clientKey);
		await this.field('appSecret').fill(this.app.clientSecret);
		const [consent] = await Promise.all([
			page.waitForEvent('popup'),
			page.getByRole('button', { name: 'Connect', exact: true }).click(),
		]);
		await consent.getByRole('button', { name: 'Continue' }).click();
		await page.getByText('Account connected').waitFor();
	}

	/** Makes a workflow of a file of the folder `workflows`, as n8n's menu does. */
	async importWorkflow(file: string): Promise<void> {
		await this.go('/workflow/new');
		await this.page.locator('[data-test-id="workflow-import-input"]').setInputFiles({
			name: `${file}.json`,
			mimeType: 'application/json',
			buffer: Buffer.from(JSON.stringify(readShippedWorkflow(file))),
		});
	}

	/** Opens the panel of a node on the canvas, after closing the one that is open. */
	async openPanel(name: string): Promise<void> {
		const close = this.page.locator('[data-test-id="ndv-close-button"]');
		if (await close.isVisible()) await close.click();
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await this.panel.waitFor();
	}

	/** The open panel of a node. */
	get panel(): Locator {
		return this.page.locator('[data-test-id="ndv"]');
	}

	/** The panel's Production URL, with the list of addresses opened for it. */
	async productionUrl(): Promise<Locator> {
		await this.panel.getByText('Webhook URLs', { exact: true }).click();
		await this.panel.locator('[data-test-id="radio-button-production"]').click();
		return this.panel.locator('.webhook-url').first();
	}

	/** The input of a parameter. */
	field(name: string): Locator {
		return this.parameter(name).locator('input, textarea').first();
	}

	/** What a list shows as chosen, once its entries are loaded. */
	async chosen(name: string): Promise<string> {
		const loading = 'Loading options...';
		await this.page.waitForFunction(
			([id, text]) =>
				document.querySelector<HTMLInputElement>(`[data-test-id="${id}"] input`)?.value !== text,
			[`parameter-input-${name}`, loading],
		);
		return await this.field(name).inputValue();
	}

	/** The box of a resource locator that opens its list. */
	locator(name: string): Locator {
		return this.page
			.locator(`[data-test-id="resource-locator-${name}"] [data-test-id="rlc-input"]`)
			.first();
	}

	/** A parameter's box. */
	parameter(name: string): Locator {
		return this.page.locator(`[data-test-id="parameter-input-${name}"]`).first();
	}

	/** Turns a switch on or off. */
	async press(name: string): Promise<void> {
		await this.parameter(name).locator('[role=switch], .el-switch').first().click();
	}

	/** Chooses an entry of a list. */
	async choose(name: string, entry: string): Promise<void> {
		await this.field(name).click();
		await this.page
			.locator('.el-select-dropdown:visible')
			.getByText(entry, { exact: true })
			.last()
			.click();
	}

	/** Adds an entry to a collection such as Options. */
	async add(entry: string): Promise<void> {
		await this.page.locator('[data-test-id="collection-parameter-add"] input').last().click();
		await this.page
			.locator('.el-select-dropdown:visible')
			.getByText(entry, { exact: true })
			.click();
	}

	/** Saves the credential whose dialog is open, and closes the dialog. */
	async saveCredential(): Promise<void> {
		const dialog = this.page.locator('[role=dialog]:visible').filter({ hasText: 'OAuth Redirect' });
		await dialog.locator('[data-test-id="credential-save-button"]').click();
		await dialog.getByText('Saved', { exact: true }).waitFor();
		await dialog.getByRole('button', { name: 'Close' }).click();
	}

	/** Closes the panel and publishes the workflow. @returns what n8n says to it */
	async publish(): Promise<string> {
		const { page } = this;
		await page.locator('[data-test-id="ndv-close-button"]').click();
		await page.locator('[data-test-id="workflow-open-publish-modal-button"]').click();
		await page.locator('[data-test-id="workflow-publish-button"]').click();
		const done = page.locator('[role=dialog]:visible').filter({ hasText: 'Workflow published' });
		const said = await done.innerText();
		await done.getByRole('button', { name: 'Got it' }).click();
		return said;
	}

	/** Stores a workflow and opens the panel of one of its nodes. */
	async openNode(workflow: WorkflowInput, name: string): Promise<void> {
		const { id } = await this.stage.rest.createWorkflow(workflow);
		const node = workflow.nodes.find((each) => each.name === name);
		await this.go(`/workflow/${id}/${node?.id ?? ''}`);
		await this.panel.waitFor();
	}

	/** Presses the panel's Execute step, and waits for its end. @returns whether it went well */
	async executeStep(): Promise<boolean> {
		await this.page.locator('[data-test-id="node-execute-button"]').first().click();
		const [good, bad] = ['success', 'danger'].map((status) =>
			this.output.locator(`[data-test-id="node-run-status-${status}"]`),
		);
		await good.or(bad).first().waitFor();
		return await good.first().isVisible();
	}

	get output(): Locator {
		return this.page.locator('[data-test-id="output-panel"]');
	}

	/** Types into the node creator. @param use gets the first entry @returns the entries that it shows */
	async searchNodes(words: string, use?: (entry: Locator) => Promise<void>): Promise<string[]> {
		const { page } = this;
		await page.keyboard.press('n');
		const creator = page.locator('[data-test-id="node-creator"]');
		await creator.locator('input').first().fill(words);
		const entries = creator.locator('[data-test-id="item-iterator-item"]');
		// The list changes a moment after the words.
		await entries.filter({ hasText: 'TikTok' }).first().waitFor();
		const texts = await entries.allInnerTexts();
		await use?.(entries.first());
		await page.keyboard.press('Escape');
		return texts;
	}

	/** The credential that the dialog made. */
	async credential(): Promise<Credential> {
		const list = (await this.stage.rest.call('GET', '/rest/credentials')) as Credential[];
		return list[0];
	}
}
