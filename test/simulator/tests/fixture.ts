import { afterAll, beforeAll, beforeEach } from '@jest/globals';

import {
	TikTokSimulator,
	type Account,
	type AccountOptions,
	type App,
	type AppOptions,
	type Scope,
	type SimulatorOptions,
} from '../index';
import { Client, type Answered } from './client';

export const CALLBACK = 'https://n8n.example.com/rest/oauth2-credential/callback';
export const LOCAL_CALLBACK = 'http://localhost:5678/rest/oauth2-credential/callback';

export interface Connected {
	app: App;
	account: Account;
	token: string;
}

/** A simulator for the tests of one file, fresh for each of them, and a client in front of its proxy. */
export class Fixture {
	simulator!: TikTokSimulator; // set before the first test

	client!: Client; // likewise

	constructor(options: SimulatorOptions = {}) {
		beforeAll(async () => {
			this.simulator = await TikTokSimulator.start(options);
			this.client = new Client(this.simulator);
		});
		beforeEach(() => this.simulator.reset());
		afterAll(async () => {
			await this.client.close();
			await this.simulator.stop();
		});
	}

	webApp(options: Partial<AppOptions> = {}): App {
		return this.simulator.addApp({
			platform: 'web',
			redirectUris: [CALLBACK],
			audited: true,
			...options,
		});
	}

	/** An app (audited by default), an account and a token. */
	connect(
		options: {
			app?: Partial<AppOptions>;
			account?: Partial<AccountOptions>;
			scopes?: readonly Scope[];
		} = {},
	): Connected {
		const app = this.webApp(options.app);
		const account = this.simulator.addAccount({
			username: `user${this.simulator.accounts.length}`,
			...options.account,
		});
		const token = this.simulator.grant(app, account, options.scopes).access_token;
		return { app, account, token };
	}

	async status(token: string, publishId: string): Promise<Answered> {
		return await this.client.api('/v2/post/publish/status/fetch/', token, {
			publish_id: publishId,
		});
	}

	/** Inits a video of `size` bytes (one chunk unless `chunkSize` is given). */
	async init(
		token: string,
		size: number,
		{
			chunkSize = size,
			draft = false,
			post = {},
		}: { chunkSize?: number; draft?: boolean; post?: object } = {},
	): Promise<Answered> {
		const source = {
			source: 'FILE_UPLOAD',
			video_size: size,
			chunk_size: chunkSize,
			total_chunk_count: Math.floor(size / chunkSize),
		};
		const info = draft ? {} : { post_info: { privacy_level: 'SELF_ONLY', ...post } };
		const path = draft ? '/v2/post/publish/inbox/video/init/' : '/v2/post/publish/video/init/';
		return await this.client.api(path, token, { ...info, source_info: source });
	}

	/** Init and upload of a whole file in one chunk. @returns the publish id */
	async post(
		token: string,
		bytes: Buffer,
		options: { draft?: boolean; post?: object } = {},
	): Promise<string> {
		const init = await this.init(token, bytes.length, options);
		await this.client.put(text(init, 'data.upload_url'), bytes, 0, bytes.length);
		return text(init, 'data.publish_id');
	}
}

/** The value at a dotted path of an answer's JSON. */
export function at(answer: Answered, path: string): unknown {
	return path.split('.').reduce<unknown>((value, key) => {
		return typeof value === 'object' && value !== null
			? Object.entries(value).find(([name]) => name === key)?.[1]
			: undefined;
	}, answer.json);
}

export function text(answer: Answered, path: string): string {
	const value = at(answer, path);
	if (typeof value !== 'string') throw new Error(`${path} is not a string in ${answer.text}`);
	return value;
}

/** Status and `error.code`, in short. */
export function outcome(answer: Answered): string {
	return `${answer.status} ${String(at(answer, 'error.code'))}`;
}
