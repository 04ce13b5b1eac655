/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- the bench is a Node program */
import { setTimeout as sleep } from 'node:timers/promises';

import { RigError } from '../../test/rig';
import { curl } from './curl';
import type { Lab } from './lab';
import { firstPost, growthOf, type Growth } from './growth';
import { usedNodes } from './nodes';
import { Runs, type Run, type StoredVideo, type Way } from './runs';
import { growthName, type BenchPlan, type Scenario } from './scenarios';
import { MB } from './sizes';
import { digestOf } from './videos';

/** The runs of one way with one size under one line. */
export interface Series {
	scenario: string;
	size: number;
	way: Way;
	runs: Run[];
	/** Why there are none. */
	failure?: string;
}

export interface SmallHeapCheck {
	source: 'file' | 'link';
	size: number;
	heapMb: number;
	isWhole: boolean;
	/** Why nothing arrived. */
	failure?: string;
}

/** Carries out a plan, step by step. */
export class Measure {
	private readonly runs: Runs;

	private readonly videos = new Map<number, StoredVideo>();

	private readonly beganAt = Date.now();

	constructor(
		private readonly lab: Lab,
		private readonly plan: BenchPlan,
		private readonly say: (line: string) => void,
	) {
		this.runs = new Runs(lab);
	}

	/** Times all ways, interleaved: each round begins with another one. */
	async scenario({ id, title, line, sizes }: Scenario): Promise<Series[]> {
		const all: Series[] = [];
		await this.lab.sink.setLine(line);
		for (const { size, rounds, ways } of sizes) {
			const video = await this.video(size);
			const series = ways.map((way): Series => ({ scenario: id, size, way, runs: [] }));
			all.push(...series);
			for (let round = 0; round < rounds; round++) {
				if (round > 0 && this.isLate) break;
				this.say(`${title}: ${size / MB} MB, round ${round + 1} of ${rounds}`);
				const turn = [
					...series.slice(round % series.length),
					...series.slice(0, round % series.length),
				];
				for (const each of turn) await this.add(each, video);
			}
		}
		return all;
	}

	/** Measures the growth of a fresh n8n for each way. */
	async memory(): Promise<Growth[]> {
		const growths: Growth[] = [];
		await this.lab.sink.setLine({ roundTripMs: 0 });
		for (const { rounds, ...each } of this.plan.memory) {
			for (let round = 0; round < rounds; round++) {
				this.say(
					`Memory: ${growthName(each)}, ${each.size / MB} MB, round ${round + 1} of ${rounds}`,
				);
				try {
					const [video, first] = [await this.video(each.size), await this.video(firstPost)];
					growths.push(await growthOf(each, this.lab, this.runs, { video, first }));
				} catch (error) {
					// A usual way may fail at a size; ours may not.
					if (/^node/.test(each.way) || !(error instanceof RigError)) throw error;
					this.say(error.message.split('\n')[0]);
				}
			}
		}
		return growths;
	}

	/** Sends a large video with a small heap, and compares hashes. */
	async smallHeap(): Promise<SmallHeapCheck[]> {
		const { size, heapMb } = this.plan.smallHeap;
		this.say(`Heap of ${heapMb} MB: ${size / MB} MB, hashed`);
		const video = await this.video(size);
		const expected = digestOf(size);
		await this.lab.sink.setLine({ roundTripMs: 0 }, true);
		const checks: SmallHeapCheck[] = [];
		for (const source of ['file', 'link'] as const) {
			const sha256 = await this.digestWithSmallHeap(source, video, heapMb);
			checks.push({
				source,
				size,
				heapMb,
				isWhole: sha256 === expected,
				...(sha256 instanceof RigError ? { failure: sha256.message } : {}),
			});
		}
		return checks;
	}

	private async digestWithSmallHeap(
		source: 'file' | 'link',
		video: StoredVideo,
		heapMb: number,
	): Promise<string | undefined | RigError> {
		try {
			await this.restart({
				NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
				// With all its nodes, n8n alone needs more than that to start.
				NODES_INCLUDE: JSON.stringify([...usedNodes]),
			});
			return (await this.runs.run(source === 'file' ? 'node' : 'nodeFromUrl', video)).received
				.sha256;
		} catch (error) {
			if (error instanceof RigError) return error;
			throw error;
		}
	}

	private get isLate(): boolean {
		return Date.now() - this.beganAt > this.plan.budgetMs;
	}

	private async add(series: Series, video: StoredVideo): Promise<void> {
		try {
			series.runs.push(await this.runs.run(series.way, video));
		} catch (error) {
			// A usual way may fail at a size; ours and curl may not.
			if (/^(node|curl)/.test(series.way) || !(error instanceof RigError)) throw error;
			series.failure = error.message.split('\n')[0];
		}
		// What one way left in memory is not to be cleared at the cost of the next.
		await sleep(series.size > 100 * MB ? 500 : 50);
	}

	private async restart(env: Record<string, string>): Promise<void> {
		await this.lab.n8n.restart({ env });
		this.runs.forgetProcess();
	}

	private async video(size: number): Promise<StoredVideo> {
		const known = this.videos.get(size);
		if (known) return known;
		this.say(`Storing a video of ${size / MB} MB`);
		const video = await this.runs.store(size);
		await curl.warm([video.path, ...video.parts.map(({ path }) => path)]);
		this.videos.set(size, video);
		return video;
	}
}
