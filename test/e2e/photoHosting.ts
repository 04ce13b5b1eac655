/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests are Node programs, not nodes */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { until } from '../harness/until';
import {
	chain,
	node,
	readFiles,
	tikTok,
	TIKTOK_CREDENTIAL,
	type Credential,
	type Execution,
	type N8nInstance,
	type WorkflowNode,
} from '../rig';
import type { PublishTask } from '../simulator';
import { jpegOf } from '../unit/media/photoBuilder';
import type { PageTable } from './photoHostPage';
import { webUrl, type Stage } from './stage';

/** An n8n with a published photo host, a credential that names it, and an app for which its prefix is verified. */
export class PhotoHosting {
	private constructor(
		readonly stage: Stage,
		/** Of the workflow with the photo host. */
		readonly workflowId: string,
		readonly credential: Credential,
		/** What TikTok has verified. */
		readonly prefix: string,
		private readonly webhookId: string,
		private readonly serving: N8nInstance,
	) {}

	/**
	 * @param publicUrl where TikTok reaches n8n's webhooks
	 * @param serving the process that answers there
	 */
	static async start(
		stage: Stage,
		publicUrl = webUrl,
		serving: N8nInstance = stage.n8n,
	): Promise<PhotoHosting> {
		const webhookId = randomUUID();
		const prefix = `${publicUrl}/webhook/${webhookId}/`;
		stage.simulator.hosts.set(new URL(publicUrl).hostname, serving.url);
		stage.webApp.urlProperties.splice(0, Infinity, prefix);
		const credential = await stage.credential('TikTok account', stage.webApp, {
			photoHostUrl: prefix,
		});
		await stage.connect(credential);
		const host = {
			...node(
				'n8n-nodes-tiktok-publisher.tikTokPhotoHostTrigger',
				{ verificationFile: verification.name, verificationContent: verification.code },
				{ name: 'TikTok Photo Host Trigger', typeVersion: 1 },
			),
			credentials: { [TIKTOK_CREDENTIAL]: { id: credential.id, name: credential.name } },
			webhookId,
		};
		const { id } = await stage.rest.createWorkflow(chain('Photo host', [host]));
		const hosting = new PhotoHosting(stage, id, credential, prefix, webhookId, serving);
		await hosting.publish();
		return hosting;
	}

	async publish(): Promise<void> {
		await this.stage.rest.activateWorkflow(this.workflowId);
		await this.untilServed();
	}

	/** n8n publishes in the background, one address after the other; this is the last one. */
	async untilServed(): Promise<void> {
		const last = this.local(`/${verification.name}`);
		await until(async () => (await fetch(last, { method: 'HEAD' })).status === 200);
	}

	/** The address behind the reverse proxy. @param path behind the prefix, with its slash */
	local(path: string): string {
		return `${this.serving.url}/webhook/${this.webhookId}${path}`;
	}

	/** The same for the address of a photo that TikTok was given. */
	localOf(address: string): string {
		return this.local(address.slice(this.prefix.length - 1));
	}

	/** Posts that many photos, each with other bytes, in one post. */
	async post(count: number, parameters: IDataObject): Promise<Posted> {
		this.stage.nextMinute();
		const before = this.stage.simulator.tasks.length;
		const { nodes, hashes } = await this.carousel(count, parameters);
		const execution = await this.stage.run('Carousel', nodes);
		return new Posted(execution, hashes, this.stage.simulator.tasks.slice(before));
	}

	/** Posts 35 photos, directly and as a draft, and expects TikTok to have fetched all of them; enters the rows of the page. */
	async expectAllFetched(store: string, table: PageTable): Promise<void> {
		for (const [operation, parameters, verdict] of [
			['direct post', directPost, 'published'],
			['draft', draft, 'in_inbox'],
		] as const) {
			const posted = await this.post(35, parameters);
			expect(posted.execution.describeError()).toBe('No error.');
			expect(posted.output).toMatchObject({ verdict });
			expect(posted.output).not.toHaveProperty('warnings');
			posted.expectFetched();
			expect(await this.executions()).toBe(0);
			table.enter([store, operation, 'all, with the same SHA-256', '0'], [posted.seconds]);
		}
	}

	/** Files from disk, all in one item, and the TikTok node. @returns the hashes by file name, too */
	async carousel(
		count: number,
		parameters: IDataObject,
	): Promise<{ nodes: WorkflowNode[]; hashes: Map<string, string> }> {
		const folder = randomUUID();
		const hashes = new Map<string, string>();
		await mkdir(join(this.stage.n8n.filesFolder, folder));
		for (let number = 1; number <= count; number++) {
			const name = `${number}.jpg`;
			const bytes = Buffer.concat([jpegOf(1080, 1920, 60_000), randomBytes(32)]);
			hashes.set(name, (await this.stage.file(join(folder, name), bytes)).sha256);
		}
		const nodes = [
			readFiles(join(this.stage.n8n.filesFolder, folder, '*.jpg')),
			node(
				'n8n-nodes-base.aggregate',
				{ aggregate: 'aggregateAllItemData', options: { includeBinaries: true } },
				{ name: aggregated, typeVersion: 1 },
			),
			tikTok({ ...ofFiles, ...parameters }, this.credential),
		];
		return { nodes, hashes };
	}

	/** How many executions n8n has made of the workflow with the photo host. */
	async executions(): Promise<number> {
		return (await this.stage.rest.listExecutions({ workflowId: this.workflowId }, 100)).length;
	}
}

/** What TikTok named, and what it looks for. */
export const verification = {
	name: 'tiktokAbCdEf123456.txt',
	code: 'AbCdEf123456',
	line: 'tiktok-developers-site-verification=AbCdEf123456',
};

const aggregated = 'Aggregate';

export const ofFiles = {
	resource: 'photo',
	photoSource: 'files',
	photoBinaryFields: '={{ Object.keys($binary).join(",") }}',
};

export const directPost = { operation: 'directPost', privacyLevel: 'SELF_ONLY' };

export const draft = { operation: 'uploadDraft' };

/** A run of {@link PhotoHosting.post}. */
export class Posted {
	constructor(
		readonly execution: Execution,
		private readonly hashes: Map<string, string>,
		/** What TikTok made of it. */
		readonly tasks: PublishTask[],
	) {}

	get output(): IDataObject {
		return this.execution.json('TikTok')[0];
	}

	/** Of the TikTok node. */
	get seconds(): string {
		return ((this.execution.runs('TikTok').at(-1)?.executionTime ?? 0) / 1000).toFixed(1);
	}

	/** Expects TikTok to have fetched the files of the item once, in the order of its fields and byte for byte. */
	expectFetched(): void {
		const place = (field: string) => Number(/\d+$/.exec(field)?.[0] ?? 0);
		const order = Object.entries(this.execution.items(aggregated)[0].binary ?? {})
			.sort(([one], [other]) => place(one) - place(other))
			.map(([, { fileName }]) => this.hashes.get(fileName ?? ''));
		expect(new Set(order).size).toBe(this.hashes.size);
		expect(this.tasks).toHaveLength(1);
		expect(this.tasks[0].downloads.map(({ sha256 }) => sha256)).toEqual(order);
	}
}
