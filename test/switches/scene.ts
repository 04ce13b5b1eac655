/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { sha256 } from '../harness/digest';
import { Engine, storeBinariesIn, type RunOptions, type RunResult } from '../harness/engine';
import { PhotoHosting } from '../harness/photoHosting';
import { SkippedTime } from '../harness/skippedTime';
import { startWebHost, type WebHost } from '../harness/webHost';
import { SCOPES, TikTokSimulator, type PublishTask, type Rules, type Scope } from '../simulator';
import type { Journey } from './journey';
import type { Rule } from './values';

/** What came of a journey. */
export interface Ending {
	/** In short; `stops: ` and the message where the node stopped. */
	end: string;
	/** The rules that decided something on the way. */
	asked: ReadonlySet<Rule>;
}

const redirectUri = 'https://n8n.example.com/rest/oauth2-credential/callback';

/** How long TikTok processes media, in ms: some polls of the status. */
const processingMs = 8_000;

/** Where journeys are played: one after the other, each with a TikTok that knows nothing of those before. */
export class Scene {
	private asked = new Set<Rule>();

	private time: SkippedTime | undefined;

	private readonly items = new Map<number, INodeExecutionData>();

	/** All that n8n showed or stored on the way. */
	private readonly shown: string[] = [];

	private constructor(
		readonly engine: Engine,
		readonly web: WebHost,
		readonly host: PhotoHosting,
	) {}

	static async start(): Promise<Scene> {
		const web = await startWebHost();
		const engine = new Engine();
		const host = new PhotoHosting(() => engine.credentials);
		await host.start();
		await storeBinariesIn('file');
		const scene = new Scene(engine, web, host);
		await engine.begin({
			processingMs,
			moderationMs: 0,
			hosts: { 'media.example.com': web.origin, 'n8n.example.com': host.origin },
			onRule: (rule) => scene.asked.add(rule),
		});
		return scene;
	}

	async stop(): Promise<void> {
		this.time?.restore();
		await this.engine.stop();
		await this.web.stop();
		await this.host.stop();
	}

	get simulator(): TikTokSimulator {
		return this.engine.simulator;
	}

	/** @throws Error where a promise is broken: what was said is not so, more was posted, a secret came out, no way out was named */
	async play(journey: Journey, rules: Partial<Rules> = {}): Promise<Ending> {
		this.begin(journey, rules);
		try {
			const end = await journey.play(this);
			await this.rest();
			this.assertNothingLeaked();
			if (!end.includes('stops')) this.simulator.assertNoPendingInterceptors();
			if (this.simulator.refusedHosts.length > 0)
				throw new Error(`Asked for: ${JSON.stringify(this.simulator.refusedHosts)}`);
			return { end, asked: this.asked };
		} finally {
			this.time?.restore();
			this.time = undefined;
		}
	}

	/** Runs the node. What it puts out of posts has to be so at TikTok. */
	async run(parameters: INodeParameters, options: RunOptions = {}): Promise<RunResult> {
		const result = await this.engine.run(parameters, options);
		const { error, json, hints } = result;
		this.shown.push(JSON.stringify([error, error?.message, error?.description, json, hints]));
		this.shown.push(result.stored());
		if (error && !/\w{3,}/.test(error.description ?? ''))
			throw new Error(`No way out is named: ${error.message}`);
		for (const output of json) this.assertTrue(output);
		return result;
	}

	/**
	 * Runs an operation that posts one item, and looks at TikTok for what came of it.
	 *
	 * @param bytes of the file that n8n sends
	 */
	async post(
		parameters: INodeParameters,
		{ bytes, ...options }: RunOptions & { bytes?: Buffer } = {},
	): Promise<RunResult> {
		const before = new Set(this.simulator.tasks);
		const result = await this.run(parameters, options);
		await this.rest();
		const made = this.simulator.tasks.filter((task) => !before.has(task) && isOut(task));
		const verdict = result.json[0]?.verdict;
		const most = result.error || verdict === 'failed' ? 0 : 1;
		if (made.length > most || (isEnd(verdict) && made.length !== 1))
			throw new Error(`${made.length} posts, and the node says ${end(result)}`);
		const [{ upload } = {}] = made as Array<Partial<PublishTask>>;
		if (bytes && upload && upload.sha256 !== sha256(bytes))
			throw new Error('TikTok has other bytes than the file');
		return result;
	}

	/** An item with a file in n8n's store. */
	async item(bytes: Buffer): Promise<INodeExecutionData> {
		const item = this.items.get(bytes.length) ?? (await this.engine.item(bytes));
		this.items.set(bytes.length, item);
		return item;
	}

	/** Lets time pass in which nothing happens, in ms. */
	pass(ms: number): void {
		this.time?.pass(ms);
		this.simulator.clock.advance(this.time ? 0 : ms);
	}

	/** Connects an account of its own at TikTok, with a credential of its own. @returns the credential's id */
	connectAs(username: string, scopes: readonly Scope[] = SCOPES): string {
		const account = this.simulator.addAccount({ username });
		const oauthTokenData = { ...this.simulator.grant(this.engine.app, account, scopes) };
		return this.engine.store({ oauthTokenData }, username);
	}

	private begin({ realTime }: Journey, rules: Partial<Rules>): void {
		const { engine, simulator, web, host } = this;
		simulator.reset();
		Object.assign(simulator.rules, rules);
		host.reset();
		web.files.clear();
		web.headers.length = 0;
		web.requests.length = 0;
		this.shown.length = 0;
		engine.credentials.stored.clear();
		engine.app = simulator.addApp({
			platform: 'web',
			audited: true,
			redirectUris: [redirectUri],
			urlProperties: ['media.example.com'],
		});
		engine.account = simulator.addAccount({ username: 'clip.maker', nickname: 'Clip Maker' });
		if (!realTime) {
			this.time = new SkippedTime();
			// What is due at TikTok while the node waits.
			this.time.onWait = () => simulator.clock.advance(0);
		}
		this.asked = new Set();
		engine.connect();
	}

	/** Waits until TikTok has nothing left to do. */
	private async rest(): Promise<void> {
		for (let looks = 0; looks < 2_000; looks++) {
			const isBusy = this.simulator.tasks.some(({ processing }) => processing);
			if (!isBusy) return;
			this.simulator.clock.advance(processingMs / 4);
			await new Promise((resolve) => setImmediate(resolve));
		}
	}

	private assertTrue({ publish_id, verdict, post_ids, post_url }: IDataObject): void {
		const task = this.simulator.tasks.find(({ publishId }) => publishId === publish_id);
		if (!task || verdict === 'skipped' || verdict === undefined) return;
		const said = `${String(verdict)}, and TikTok has it as ${task.status}`;
		const expected = {
			published: 'PUBLISH_COMPLETE',
			in_inbox: 'SEND_TO_USER_INBOX',
			failed: 'FAILED',
		}[String(verdict)];
		if (expected !== undefined && task.status !== expected) throw new Error(said);
		const ids = task.posts.map(({ id }) => id);
		const given = Array.isArray(post_ids) ? post_ids.map(String) : [];
		if (given.some((id) => !ids.includes(id))) throw new Error(`The ids ${given.join()} are wrong`);
		if (typeof post_url === 'string' && !given.some((id) => post_url.endsWith(`/${id}`)))
			throw new Error(`The link ${post_url} is wrong`);
	}

	private assertNothingLeaked(): void {
		for (const secret of this.simulator.secrets)
			if (this.shown.some((text) => text.includes(secret))) throw new Error('A secret came out');
		if (this.web.headers.some(({ authorization }) => authorization !== undefined))
			throw new Error('A token went to a host that is not TikTok’s');
	}
}

const isOut = ({ status }: PublishTask): boolean =>
	status === 'PUBLISH_COMPLETE' || status === 'SEND_TO_USER_INBOX';

const isEnd = (verdict: unknown): boolean => verdict === 'published' || verdict === 'in_inbox';

/** How a run of the node ended, in short; what differs from run to run is left out. */
export function end({ error, json }: Pick<RunResult, 'error' | 'json'>): string {
	if (!error) return json.map(({ verdict }) => String(verdict)).join(', ');
	return `stops: ${error.message.replace(/\b[\w~.-]*\d{19}\b/g, '…')}`;
}
