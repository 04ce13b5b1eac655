/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the bench is a Node program */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { chunkAt, planChunks } from '../../nodes/TikTok/upload/chunkPlan';
import { chain, RigError, tikTok, type Execution, type WorkflowNode } from '../../test/rig';
import { isFinal } from '../../test/rig/execution';
import { curl, type CurlMode, type PartFiles } from './curl';
import type { Lab } from './lab';
import { bench, httpRequest } from './nodes';
import { processorTime } from '../../test/rig/processStatus';
import type { Received } from './sink/sink';
import { headerOf } from './videos';

/** The usual ways from n8n: its own HTTP Request node, and those of tools/bench/rivals/ways.js. */
export const rivals = [
	'httpRequestNode',
	'stream',
	'streamRedirects',
	'bufferPerChunk',
	'mebibytePuts',
	'wholeBuffer',
	'fetch',
	'undici',
] as const;
export type Rival = (typeof rivals)[number];
export type Way = 'node' | 'nodeFromUrl' | CurlMode | Rival;

/** One transfer. Times in ms. */
export interface Run {
	/** From the first byte of the first PUT to the answer of the last, as the sink saw it. */
	transferMs: number;
	/** From the moment at which the upload URL is known to the last answer: reading the file ahead is included. */
	sendMs: number;
	/** Of the node as n8n saw it, everything included; of the curl processes. */
	runMs: number;
	/** Processor time of n8n's process meanwhile. */
	cpuMs: number;
	received: Received;
}

/** A video in n8n's store. */
export interface StoredVideo {
	size: number;
	binary: IBinaryData;
	path: string;
	parts: PartFiles;
}

/** The most bytes that the host of a link puts into a TLS record: OpenSSL's default, which is the most that TLS allows. */
export const largestRecord = 16_384;

const longestRun = 30 * 60_000;

/** How often the sink is asked whether an upload has ended, in ms, and after how many times n8n is asked. */
const lookMs = 50;
const looksPerQuestion = 300;

/** Runs workflows and curl against the sink. */
export class Runs {
	/** Of n8n. */
	private pid?: number;

	constructor(private readonly lab: Lab) {}

	/** Puts a video of this size into n8n's store, and its parts beside it for curl. */
	async store(size: number): Promise<StoredVideo> {
		const settings = { header: headerOf(size).toString('base64'), size };
		const execution = await this.workflow([bench('store', settings)]);
		const { json, binary } = execution.items('Upload Bench')[0];
		if (!binary) throw new RigError('n8n stored no file');
		const parts = await curl.cut(`${this.lab.folder}/parts-${size}`, size, this.plan(size));
		return { size, binary: binary.data, path: String(json.path), parts };
	}

	/**
	 * Sends the video in this way.
	 *
	 * @param record the most bytes that the host of a link puts into a TLS record, from 512
	 */
	async run(way: Way, video: StoredVideo, record = largestRecord): Promise<Run> {
		this.pid ??= Number((await this.memory(false)).pid);
		const before = await processorTime(this.pid);
		const run = await this.send(way, video, record);
		return { ...run, cpuMs: (await processorTime(this.pid)) - before };
	}

	/** To be called after n8n has started anew. */
	forgetProcess(): void {
		this.pid = undefined;
	}

	private async send(way: Way, video: StoredVideo, record: number): Promise<Omit<Run, 'cpuMs'>> {
		switch (way) {
			case 'node':
			case 'nodeFromUrl':
				return await this.runNode(way, video, record);
			case 'curl':
			case 'curlOneConnection':
				return await this.runCurl(way, video);
			default:
				return await this.runRival(way, video);
		}
	}

	/** Facts of n8n's process; see tools/bench/rivals/UploadBench.node.js. */
	async memory(watches: boolean): Promise<IDataObject> {
		return (await this.workflow([bench('memory', { watches })])).json('Upload Bench')[0];
	}

	private async runNode(
		way: 'node' | 'nodeFromUrl',
		{ size, binary }: StoredVideo,
		record: number,
	): Promise<Omit<Run, 'cpuMs'>> {
		const { lab } = this;
		const begun = lab.simulator.uploads.length;
		const fromUrl = {
			videoSource: 'sendFromUrl',
			videoUrl: `${lab.fileOrigin}/${size}.mp4?record=${record}`,
		};
		const parameters = {
			resource: 'video',
			operation: 'directPost',
			privacyLevel: 'PUBLIC_TO_EVERYONE',
			options: { waitForCompletion: false },
			...(way === 'node' ? {} : fromUrl),
		};
		const post = tikTok(parameters, await lab.credentials.take());
		const execution = await this.upload(
			way === 'node' ? [bench('stored', { binary }), post] : [post],
		);
		const uploadId = lab.simulator.uploads[begun]?.uploadId ?? '';
		const received = await lab.sink.received(uploadId);
		const urlKnownAt = lab.simulator.callsTo('/v2/post/publish/video/init/').at(-1)?.at ?? 0;
		return check(
			size,
			received,
			received.endedAt - urlKnownAt,
			execution.runs('TikTok')[0].executionTime ?? 0,
		);
	}

	private async runRival(way: Rival, { size, binary }: StoredVideo): Promise<Omit<Run, 'cpuMs'>> {
		const uploadId = randomUUID();
		const url = this.url(uploadId);
		const send =
			way === 'httpRequestNode'
				? httpRequest(url, size)
				: bench('upload', { way, url, parts: this.plan(size) });
		const execution = await this.upload([bench('stored', { binary }), { ...send, name: 'Send' }]);
		const received = await this.lab.sink.received(uploadId);
		const runMs = execution.runs('Send')[0].executionTime ?? 0;
		return check(size, received, Number(execution.json('Send')[0].ms ?? runMs), runMs);
	}

	private async runCurl(way: CurlMode, { size, parts }: StoredVideo): Promise<Omit<Run, 'cpuMs'>> {
		const uploadId = randomUUID();
		const { sink, caFile } = this.lab;
		const began = performance.now();
		await curl.send(way, { parts, size, url: this.url(uploadId), proxyUrl: sink.proxyUrl, caFile });
		const runMs = performance.now() - began;
		return check(size, await sink.received(uploadId), runMs, runMs);
	}

	private url(uploadId: string): string {
		return `https://${this.lab.uploadHost}/video/?upload_id=${uploadId}&upload_token=1`;
	}

	private plan(size: number): Array<[number, number]> {
		const plan = planChunks(size);
		return Array.from({ length: plan.chunkCount }, (_, index) => {
			const { first, last } = chunkAt(plan, index);
			return [first, last];
		});
	}

	/**
	 * Runs a workflow that sends a video. While it does, n8n is hardly asked how far it is: each question leaves some 2 MB of garbage
	 * in n8n, which would be counted as the upload's.
	 */
	private async upload(nodes: WorkflowNode[]): Promise<Execution> {
		const { rest, sink } = this.lab;
		const before = await sink.ended();
		return await this.workflow(nodes, async (execution) => {
			for (let looks = 1; (await sink.ended()) === before; looks++) {
				if (looks % looksPerQuestion === 0) {
					const { status } = await rest.getExecution(execution);
					if (isFinal(status)) return;
				}
				await sleep(lookMs);
			}
		});
	}

	private async workflow(
		nodes: WorkflowNode[],
		wait: (execution: string) => Promise<void> = async () => {},
	): Promise<Execution> {
		const { rest, n8n } = this.lab;
		const { id } = await rest.createWorkflow(
			chain(nodes.map(({ name }) => name).join(', '), nodes),
		);
		const started = await rest.startWorkflow(id);
		await wait(started);
		const execution = await rest.waitForExecution(started, longestRun);
		if (execution.status === 'success') return execution;
		throw new RigError(
			`n8n ended a run with "${execution.status}": ${execution.describeError()}\n${n8n.log.tail(10)}`,
		);
	}
}

/** @throws RigError when not all bytes arrived */
function check(
	size: number,
	received: Received,
	sendMs: number,
	runMs: number,
): Omit<Run, 'cpuMs'> {
	if (received.bytes !== size) throw new RigError(`${received.bytes} of ${size} bytes arrived`);
	return { transferMs: received.endedAt - received.beganAt, sendMs, runMs, received };
}
