/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import type { INodeParameters } from 'n8n-workflow';

import { Engine, type RunResult } from '../harness/engine';
import { SkippedTime } from '../harness/skippedTime';
import { startWebHost, type WebHost } from '../harness/webHost';
import {
	TikTokSimulator,
	type FaultMoment,
	type FaultOptions,
	type FaultPoint,
	type Rules,
} from '../simulator';
import {
	isPart,
	partIndex,
	partsOf,
	steps,
	type Cell,
	type Lasting,
	type Outcome,
	type Step,
} from './cells';
import { Videos } from './videos';

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

/** More often than any policy of the node's tries. */
export const always = 1_000;

/** Longest silence that the node puts up with, and a little more, in ms: of an API call, and of an upload. */
const silence = { call: 61_000, upload: 121_000 } as const;

/** The slowest line that the node gives a part from memory time for, in bytes a ms: the silence ends later by that. */
const slowestLine = 20;

/** A post whose init and status are meant. */
export interface PostKind {
	init: FaultPoint;
	parameters: INodeParameters;
	/** Whether creator info comes before the init. */
	asksCreator: boolean;
	/** Tries of n8n's Retry On Fail; without, it is off. */
	maxTries?: number;
}

export const directPost: PostKind = {
	init: 'video init',
	asksCreator: true,
	parameters: { resource: 'video', operation: 'directPost', privacyLevel: 'PUBLIC_TO_EVERYONE' },
};

/** One run of the node at a time, with a fault, against a TikTok that knows nothing of the runs before. */
export class FaultStage {
	private cell: Cell = { fault: '', step: 'init', lasting: 'once', source: 'memory' };

	private kind: PostKind = directPost;

	private struck = 0;

	/** Counts the runs of the node, and says that one has ended. */
	private runs = 0;

	private constructor(
		private readonly engine: Engine,
		private readonly web: WebHost,
		private readonly videos: Videos,
		private readonly time: SkippedTime,
	) {}

	/** @param rules of TikTok's, switched the other way */
	static async start(rules: Partial<Rules>): Promise<FaultStage> {
		const web = await startWebHost();
		const engine = await Engine.start({
			processingMs: 0,
			moderationMs: 0,
			rules: { ...rules, postsPerCreatorPerDay: Infinity },
			hosts: { 'media.example.com': web.origin },
		});
		return new FaultStage(engine, web, await Videos.prepare(engine, web), new SkippedTime());
	}

	async stop(): Promise<void> {
		this.time.restore();
		await this.engine.stop();
		await this.web.stop();
	}

	get simulator(): TikTokSimulator {
		return this.engine.simulator;
	}

	/**
	 * Plans a fault at the step. A status answers once the body has been read: an earlier one may be lost, since the connection
	 * ends with bytes under way.
	 */
	fault(step: Step, options: FaultOptions): void {
		const onStrike = () => {
			this.struck += 1;
			options.onStrike?.();
		};
		const at = options.kind === 'status' ? (options.at ?? this.endOfBody(step)) : options.at;
		this.simulator.fault(this.pointOf(step), {
			...options,
			at,
			onStrike,
			...(isPart(step) ? { chunk: partIndex(step) } : {}),
		});
	}

	/** Does something once the step before has come to its end at TikTok. */
	beforeStep(step: Step, change: () => void): void {
		const done = () => {
			this.struck += 1;
			change();
		};
		if (step === 'creator info' || (step === 'init' && !this.kind.asksCreator)) return done();
		const chunk = isPart(step) ? partIndex(step) - 1 : partsOf(step) - 1;
		const isUpload = step !== 'init' && chunk >= 0;
		const point = step === 'init' ? 'creator info' : this.kind.init;
		const moment = { kind: 'delay', at: 'after body', onStrike: done } as const;
		if (isUpload) this.simulator.fault('upload', { ...moment, chunk });
		else this.simulator.fault(point, moment);
	}

	/** TikTok falls silent. */
	stall(step: Step, at: FaultMoment, times: number): void {
		this.fault(step, { kind: 'stall', at, times, onStrike: () => void this.letSilencePass(step) });
	}

	/** From now on no connection to TikTok comes about; when it is over, from the node's next pause on they do again. */
	refuseConnections(lasting: Lasting): void {
		process.env.HTTPS_PROXY = nowhere;
		if (lasting === 'once') this.time.onWait = () => this.acceptConnections();
	}

	/** @param lasting `always`: a refresh brings tokens that are expired as well */
	expireTokens(lasting: Lasting): void {
		if (lasting === 'always') this.simulator.rules.accessTokenSeconds = 0;
		this.simulator.expireAccessTokens();
	}

	/**
	 * Runs the node on the cell's file.
	 *
	 * @param plan plans the fault
	 * @throws Error when the fault did not strike, bytes differ, a secret came out or the error names no way out
	 */
	async run(
		cell: Cell,
		kind: PostKind,
		plan: () => void,
	): Promise<Outcome & { error?: RunResult['error'] }> {
		this.begin(cell, kind);
		plan();
		const parts = partsOf(cell.step);
		const { source } = cell;
		const link =
			source === 'URL'
				? { videoSource: 'sendFromUrl', videoUrl: `${this.web.origin}/${parts}.mp4` }
				: {};
		const result = await this.engine.run(
			{ ...link, ...kind.parameters },
			{
				items: [this.videos.item(source, parts)],
				...(kind.maxTries ? { retryOnFail: { maxTries: kind.maxTries } } : {}),
			},
		);
		this.runs += 1;
		this.acceptConnections();
		await this.rest();
		if (this.struck === 0) throw new Error('The fault did not strike');
		if (cell.lasting === 'once') this.simulator.assertNoPendingInterceptors();
		this.assertNoSecret(result);
		return { ...this.outcome(result), error: result.error };
	}

	private begin(cell: Cell, kind: PostKind): void {
		const { engine, simulator } = this;
		Object.assign(this, { cell, kind, struck: 0 });
		simulator.reset();
		engine.app = simulator.addApp({
			platform: 'web',
			audited: true,
			redirectUris: engine.app.redirectUris,
			urlProperties: ['example.com'],
		});
		engine.connect(undefined, simulator.addAccount({ username: 'clip.maker' }));
		this.time.begin();
	}

	private pointOf(step: Step): FaultPoint {
		if (isPart(step)) return 'upload';
		if (step === 'init') return this.kind.init;
		return step === 'status' ? 'status' : 'creator info';
	}

	/** The moment at which the whole body is there and nothing has been done with it. */
	private endOfBody(step: Step): FaultMoment {
		if (isPart(step))
			return { bytes: this.videos.partBytes(this.cell.source, partsOf(step), partIndex(step)) };
		return step === 'creator info' ? 'before' : { bytes: 1 };
	}

	private acceptConnections(): void {
		process.env.HTTPS_PROXY = this.simulator.proxyUrl;
	}

	/** Until the node has given the silent call up; the socket may still take in a piece meanwhile, so time passes in steps. */
	private async letSilencePass(step: Step): Promise<void> {
		const { source } = this.cell;
		const bytes =
			source === 'memory' ? this.videos.partBytes(source, partsOf(step), partIndex(step)) : 0;
		const ms = isPart(step) ? silence.upload + bytes / slowestLine : silence.call;
		// Whoever gives up stops, or pauses before the next try.
		const [run, pauses] = [this.runs, this.time.asked.length];
		const isSilent = () => this.runs === run && this.time.asked.length === pauses;
		await new Promise((resolve) => setTimeout(resolve, 60));
		while (isSilent()) {
			this.time.pass(ms);
			await new Promise((resolve) => setTimeout(resolve, 350));
		}
	}

	/** Waits until TikTok has nothing left to do. */
	private async rest(): Promise<void> {
		const isBusy = () =>
			this.simulator.tasks.some(
				({ processing, status }) => processing || status === 'PROCESSING_DOWNLOAD',
			);
		while (isBusy()) await new Promise((resolve) => setTimeout(resolve, 1));
	}

	private outcome({ error, json }: RunResult): Outcome {
		const { tasks, posts, uploads, calls } = this.simulator;
		const { source, step } = this.cell;
		const begun = uploads.filter(({ receivedBytes }) => receivedBytes > 0);
		if (begun.length > 1) throw new Error('Bytes went into two uploads');
		if (begun.some((upload) => !this.videos.isBeginOf(source, partsOf(step), upload)))
			throw new Error('TikTok has other bytes than the file');
		return {
			end: error ? codeOf(error) : String(json[0]?.verdict),
			inits: tasks.length,
			posts: posts.length + tasks.filter(({ status }) => status === 'SEND_TO_USER_INBOX').length,
			sent: calls.filter(({ method }) => method === 'PUT').length,
			kept: begun[0]?.chunks.length ?? 0,
		};
	}

	private assertNoSecret(result: RunResult): void {
		const stored = JSON.stringify([result.error, result.error?.description, result.json]);
		for (const secret of this.simulator.secrets)
			if (stored.includes(secret)) throw new Error('A secret came out');
	}
}

/** The code that the message shows; the message itself where there is none. */
function codeOf(error: NonNullable<RunResult['error']>): string {
	return /^(?:Code|TikTok): (\w+)/m.exec(error.description ?? '')?.[1] ?? error.message;
}

export const stepsOf = (fault: { absent?: (step: Step) => string | undefined }): Step[] =>
	steps.filter((step) => fault.absent?.(step) === undefined);
