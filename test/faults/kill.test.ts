/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests are Node programs, not nodes */
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { Stage } from '../e2e/stage';
import { chain, readFiles, tikTok, type Credential } from '../rig';
import { sampleVideo, type FaultMoment, type FaultPoint } from '../simulator';
import { isPart, partIndex, partsOf, sources, type Source, type Step } from './cells';
import { table, tell } from './page';
import { sizeOf } from './videos';

/** Where n8n is when it is killed, and what is left of it at TikTok. */
interface Kill {
	step: Step;
	at: FaultMoment;
	where: string;
}

/** Those at which a request waits longest come first: an API call that is silent for a minute would be made again. */
const kills: Kill[] = [
	{ step: 'first part', at: { bytes: 1_000_000 }, where: 'in the body' },
	{ step: 'middle part', at: { bytes: 1_000_000 }, where: 'in the body' },
	{ step: 'last part', at: { bytes: 1_000_000 }, where: 'in the body' },
	{ step: 'last part', at: 'after body', where: 'TikTok has it, and has not answered' },
	{ step: 'status', at: 'before', where: 'before TikTok answers' },
	{ step: 'init', at: 'after body', where: 'TikTok has given a publish id, and has not answered' },
	{ step: 'creator info', at: 'before', where: 'before TikTok answers' },
];

/** How the runs after the kill end, by the rules of the Post Once key, and what is at TikTok after all. */
interface Ends {
	second: 'published' | 'skipped';
	inits: number;
	posts: number;
}

/**
 * A run that died is taken over by the next, unless it had sent, or was about to send, the last bytes: those of a stream are its last
 * piece, those of a file in memory its last part. Then nothing is sent any more.
 */
function expectedOf({ step, at }: Kill, source: Source): Ends {
	if (step === 'status' || (step === 'last part' && at === 'after body'))
		return { second: 'skipped', inits: 1, posts: 1 };
	if (step === 'last part' && source === 'memory') return { second: 'skipped', inits: 1, posts: 0 };
	return { second: 'published', inits: step === 'creator info' ? 1 : 2, posts: 1 };
}

const pointOf = (step: Step): FaultPoint => {
	if (isPart(step)) return 'upload';
	return step === 'init' ? 'video init' : step === 'status' ? 'status' : 'creator info';
};

const rows: string[][] = [];
let stage: Stage;
beforeAll(async () => {
	stage = await Stage.start();
}, 1_500_000);
afterAll(async () => await stage.stop(), 120_000);

describe.each(sources)('n8n killed with SIGKILL, source %s', (source) => {
	let credential: Credential;
	const files = new Map<number, { path: string; sha256: string }>();
	const mode = {
		env: { N8N_DEFAULT_BINARY_DATA_MODE: source === 'memory' ? 'default' : 'filesystem' },
	};

	beforeAll(async () => {
		await stage.n8n.restart(mode);
		const account = stage.simulator.addAccount({ username: `killed.${source.toLowerCase()}` });
		credential = await stage.credential(`Killed, ${source}`, stage.webApp);
		await stage.connect(credential, { account: account.username });
		for (const parts of [1, 2, 3]) {
			const bytes = sampleVideo({ bytes: sizeOf(source, parts) });
			files.set(parts, await stage.file(`${source}-${parts}.mp4`, bytes));
			stage.web.files.set(`/${parts}.mp4`, { bytes });
		}
	}, 600_000);

	const fileOf = (step: Step) => {
		const file = files.get(partsOf(step));
		if (!file) throw new Error('The file was not made');
		return file;
	};

	/** The workflow of a kill: reads the file where there is one, and posts it under a key of its own. */
	async function workflow({ step }: Kill, key: string): Promise<string> {
		const link =
			source === 'URL'
				? { videoSource: 'sendFromUrl', videoUrl: `https://media.example.com/${partsOf(step)}.mp4` }
				: {};
		const post = {
			resource: 'video',
			operation: 'directPost',
			privacyLevel: 'SELF_ONLY',
			caption: key,
			...link,
			options: { postOnceKey: key },
		};
		const read = source === 'URL' ? [] : [readFiles(fileOf(step).path)];
		return (await stage.rest.createWorkflow(chain(key, [...read, tikTok(post, credential)]))).id;
	}

	/** What TikTok has of a workflow's posts, known by their caption. */
	const atTikTok = (key: string) => {
		const { tasks, posts } = stage.simulator;
		const own = tasks.filter(
			({ sent }) => (sent as { post_info?: { title?: string } }).post_info?.title === key,
		);
		return { tasks: own, inits: own.length, posts: posts.filter(({ caption }) => caption === key) };
	};

	test('at each step: the next run posts, or says that it came before; never a second post', async () => {
		const killed = new Map<string, Kill>();
		const workflows = new Map<string, string>();
		for (const [index, kill] of kills.entries()) {
			const key = `${source} ${index}`;
			killed.set(key, kill);
			workflows.set(key, await workflow(kill, key));
		}
		stage.nextMinute();
		for (const [key, { step, at }] of killed) {
			let isThere = false;
			const onStrike = () => (isThere = true);
			const chunk = isPart(step) ? { chunk: partIndex(step) } : {};
			stage.simulator.fault(pointOf(step), { kind: 'stall', at, onStrike, ...chunk });
			await stage.rest.startWorkflow(workflows.get(key) ?? '');
			while (!isThere) await sleep(20);
		}
		await stage.n8n.kill('SIGKILL');
		await stage.n8n.restart();
		stage.nextMinute();
		for (const [key, kill] of killed) {
			const second = await stage.rest.runWorkflow(workflows.get(key) ?? '', { timeoutMs: 300_000 });
			expect([key, second.describeError()]).toEqual([key, 'No error.']);
			const third = await stage.rest.runWorkflow(workflows.get(key) ?? '', { timeoutMs: 300_000 });
			expect([key, third.json('TikTok')[0].verdict]).toEqual([key, 'skipped']);
			const { inits, posts, tasks } = atTikTok(key);
			const found = { second: second.json('TikTok')[0].verdict, inits, posts: posts.length };
			expect([key, found]).toEqual([key, expectedOf(kill, source)]);
			for (const { publishId } of posts) {
				expect(tasks.find((task) => task.publishId === publishId)?.upload?.sha256).toBe(
					fileOf(kill.step).sha256,
				);
			}
			rows.push([
				kill.step,
				kill.where,
				source,
				`**${found.second}**`,
				'skipped',
				String(inits),
				String(posts.length),
			]);
		}
	}, 1_200_000);
});

test('the page tells the same', () => {
	const sorted = kills.flatMap(({ step, where }) =>
		rows.filter((row) => row[0] === step && row[1] === where),
	);
	tell(
		'kills',
		`## n8n killed with SIGKILL

A real n8n, killed at each step of a direct post with a Post Once key; then it is started again, and the same workflow is run twice. A
run that died is taken over by the next one: what it had begun gets no last byte any more, and never becomes a post. A run that died after
its last bytes were sent, or while they were, may have posted: the next one is skipped. What n8n has in memory is sent part by part, so there the
last bytes are the last part, and a kill in it can leave no post (the option Forget Post Once Key posts it then).

${table(['Killed at', 'Where', 'Source', 'Second run', 'Third run', 'Inits', 'Posts'], sorted)}`,
	);
});
