/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { sha256 } from '../harness/digest';
import { Engine, useStore, type RunResult } from '../harness/engine';
import { SkippedTime } from '../harness/skippedTime';
import { photoOf, videoOf } from './files';
import { LinkHost } from './host';
import { bytesUploaded, endOf } from './outcome';
import type { Row, Way } from './row';
import { LinkStore } from './store';

/** How a cell ended, and what it left at TikTok. */
export interface Outcome {
	/** One of `End`, or the message that none of them stands for. */
	end: string;
	bytes: 'all, identical' | 'a part, identical' | 'none' | 'other bytes';
	gets: number;
	inits: number;
	posts: number;
	/** PUTs that reached the upload server. */
	parts: number;
	seconds: number;
}

/** In steps of so many ms time passes while a host is silent. */
const silentStepMs = 15_000;

/** Longer than anybody should wait for a host that is silent, in ms: whoever does would wait for ever. */
const maxSilenceMs = 480_000;

/** Whoever watches for silence looks each 250 ms of real time. */
const lookMs = 260;

/** Runs the node for one cell at a time, against a TikTok that knows nothing of the cells before. */
export class LinkStage {
	/** The runs of the node that have ended. */
	private runs = 0;

	/** Whether the node would not have given the silent host up. */
	private waitsForEver = false;

	private constructor(
		private readonly engine: Engine,
		private readonly host: LinkHost,
		private readonly store: LinkStore,
		private readonly time: SkippedTime,
	) {}

	static async start(): Promise<LinkStage> {
		const host = new LinkHost();
		await host.start();
		const store = new LinkStore();
		useStore(store);
		const engine = await Engine.start({
			processingMs: 0,
			moderationMs: 0,
			rules: { postsPerCreatorPerDay: Infinity },
			hosts: { 'media.example.com': host.origin, 'files.example.com': host.origin },
		});
		const stage = new LinkStage(engine, host, store, new SkippedTime());
		host.onSilence = () => void stage.letSilencePass();
		store.onSilence = host.onSilence;
		return stage;
	}

	async stop(): Promise<void> {
		this.time.restore();
		await this.engine.stop();
		await this.host.stop();
	}

	/** @throws Error when a secret came out, a token went to the host, or the message names no way out */
	async run(row: Row, way: Way): Promise<Outcome> {
		const file = way === 'photo' ? photoOf(row.file) : videoOf(row.file);
		await this.begin(row, way, file);
		const skippedBefore = skippedMs();
		const result = await this.engine.run(...this.postOf(way));
		const seconds = Math.max(0, Math.round((skippedMs() - skippedBefore) / 1000));
		this.runs += 1;
		const opened = this.store.opened;
		this.host.hangUp();
		await this.rest();
		this.assertNothingLeaked(result);
		const { tasks, posts, uploads } = this.engine.simulator;
		const client = way === 'photo' ? 'TikTok' : 'n8n';
		const requests = this.host.requests.filter((request) => request.client === client);
		return {
			end: this.waitsForEver ? 'waits for ever' : endOf(result, this.host.origin),
			bytes: way === 'photo' ? this.bytesPulled(file) : bytesUploaded(uploads, file),
			gets: way === 'file' ? opened : requests.length,
			inits: tasks.length,
			posts: posts.length,
			parts: uploads.reduce((sum, { attempts }) => sum + attempts, 0),
			seconds,
		};
	}

	private async begin({ host, alsoForLinks, store }: Row, way: Way, file: Buffer): Promise<void> {
		const { engine, time } = this;
		const { simulator } = engine;
		simulator.reset();
		engine.app = simulator.addApp({
			platform: 'web',
			audited: true,
			redirectUris: engine.app.redirectUris,
			urlProperties: ['example.com'],
		});
		engine.connect(undefined, simulator.addAccount({ username: 'clip.maker' }));
		time.begin();
		this.waitsForEver = false;
		if (way === 'file') return this.store.begin(store ?? {}, file);
		const behaviour = way === 'link' ? { ...host, ...alsoForLinks } : host;
		await this.host.begin(behaviour, file, way === 'link' ? 'video/mp4' : 'image/jpeg');
		if (behaviour.away === 'at first') time.onWait = () => void this.host.open();
	}

	private postOf(way: Way): [INodeParameters, { items?: INodeExecutionData[] }] {
		const privacy = { privacyLevel: 'PUBLIC_TO_EVERYONE' };
		const video = { resource: 'video', operation: 'directPost', ...privacy };
		switch (way) {
			case 'file':
				return [video, { items: [this.store.item()] }];
			case 'link':
				return [
					{
						...video,
						videoSource: 'sendFromUrl',
						videoUrl: `${this.host.origin}/renders/clip.mp4?signature=abc`,
					},
					{},
				];
			case 'photo':
				return [
					{
						resource: 'photo',
						operation: 'directPost',
						...privacy,
						photoUrls: ['https://media.example.com/renders/photo.jpg?signature=abc'],
					},
					{},
				];
		}
	}

	/** Until whoever waits has given up: then the node has ended, pauses, or asks anew. */
	private async letSilencePass(): Promise<void> {
		const { time, host, store } = this;
		const state = () => [this.runs, time.asked.length, host.requests.length, store.opened].join();
		const before = state();
		await new Promise((resolve) => setTimeout(resolve, lookMs));
		for (let passed = 0; state() === before; passed += silentStepMs) {
			if (passed > maxSilenceMs) return await this.giveUp();
			time.pass(silentStepMs);
			await new Promise((resolve) => setTimeout(resolve, lookMs));
		}
	}

	/** So that the next cell can be played. */
	private async giveUp(): Promise<void> {
		this.waitsForEver = true;
		this.store.hangUp();
		await this.host.stop();
	}

	/** Waits until TikTok has nothing left to do. */
	private async rest(): Promise<void> {
		const isBusy = () =>
			this.engine.simulator.tasks.some(
				({ processing, status }) => processing || status === 'PROCESSING_DOWNLOAD',
			);
		while (isBusy()) await new Promise((resolve) => setTimeout(resolve, 1));
	}

	private bytesPulled(file: Buffer): Outcome['bytes'] {
		const [download] = this.engine.simulator.tasks.flatMap(({ downloads }) => downloads);
		if (download?.sha256 === undefined || this.engine.simulator.posts.length === 0) return 'none';
		return download.sha256 === sha256(file) ? 'all, identical' : 'other bytes';
	}

	private assertNothingLeaked(result: RunResult): void {
		const { error, json } = result;
		if (error && !/\w{3,}/.test(error.description ?? ''))
			throw new Error(`No way out is named: ${error.message}`);
		const shown = JSON.stringify([error, error?.description, json]);
		for (const secret of this.engine.simulator.secrets)
			if (shown.includes(secret)) throw new Error('A secret came out');
		if (this.host.requests.some(({ headers }) => headers.authorization !== undefined))
			throw new Error('A token went to the host');
	}
}

/** How far the clock is ahead of real time, in ms. */
const skippedMs = (): number => Date.now() - (performance.timeOrigin + performance.now());
