/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the bench is a Node program */
import { aimsOf } from './aims';
import { curl } from './curl';
import { Lab } from './lab';
import { Measure } from './measure';
import { keep, publish } from './publish';
import { thisMachine, type Results } from './results';
import { fullPlan, quickPlan } from './scenarios';
import { quickReport, report, summary } from './tables';

export interface BenchOptions {
	/** Small sizes and few rounds. */
	quick: boolean;
	/** Whether the documentation gets the figures of a quick run, too. */
	write: boolean;
	/** Ids of the scenarios to run, besides `memory` and `heap`; all by default. */
	only?: string[];
}

/**
 * The whole benchmark.
 *
 * @returns whether every aim was reached
 * @throws RigError for what a person can mend
 */
export async function runBench({ quick, write, only }: BenchOptions): Promise<boolean> {
	const plan = quick ? quickPlan : fullPlan;
	const beganAt = Date.now();
	const say = (line: string) => {
		const seconds = Math.round((Date.now() - beganAt) / 1000);
		process.stdout.write(`${String(seconds).padStart(5)} s  ${line}\n`);
	};
	const curlVersion = await curl.version();
	const wants = (part: string) => only === undefined || only.includes(part);
	const lab = await Lab.start({ onProgress: say, accounts: plan.accounts });
	try {
		const measure = new Measure(lab, plan, say);
		const results: Results = {
			machine: thisMachine({
				node: lab.n8n.installation.node.version,
				n8n: lab.n8n.installation.version,
				curl: curlVersion,
				command: quick ? 'npm run bench -- --quick' : 'npm run bench',
			}),
			series: [],
			memory: [],
			smallHeap: [],
		};
		try {
			for (const scenario of plan.scenarios) {
				if (wants(scenario.id)) results.series.push(...(await measure.scenario(scenario)));
			}
			if (wants('memory')) results.memory = await measure.memory();
			if (wants('heap')) results.smallHeap = await measure.smallHeap();
		} finally {
			// Also what was measured before something went wrong.
			process.stdout.write(`\n${report(results)}\n\n`);
		}
		const isPublished = (!quick || write) && only === undefined;
		const files = isPublished
			? await publish(results, quick ? quickReport(results) : summary(results))
			: await keep(results);
		say(`Written: ${files.join(', ')}`);
		return aimsOf(results).every(({ reached }) => reached);
	} finally {
		say('Stopping n8n');
		await lab.stop();
	}
}
