import { describe, expect, test } from '@jest/globals';

import type { RunResult } from '../harness/engine';
import { useSkippedTime, useWebHost } from '../harness/setUps';
import { operations, verifiedHost, useScene } from '../engine/refusals/scene';
import type { FaultOptions } from '../simulator';
import { sampleVideo } from '../simulator';
import { faultAnswers } from './faults';
import { table, tell } from './page';

useSkippedTime();
const web = useWebHost();
const scene = useScene({ hosts: { [verifiedHost]: web }, processingMs: 0 });

const rows: string[][] = [];

/** Notes how a case ended, and what it left at TikTok. */
function note(
	name: string,
	{ json, error }: RunResult,
): { end: string; inits: number; posts: number } {
	const { tasks, posts } = scene.simulator;
	const end = error
		? `stops: ${error.message}`
		: String(json.at(-1)?.cancelled === true ? 'cancelled' : json.at(-1)?.verdict);
	rows.push([name, end, String(tasks.length), String(posts.length)]);
	return { end, inits: tasks.length, posts: posts.length };
}

describe('TikTok’s status cannot be had for longer than a call’s four attempts, but shorter than the longest wait', () => {
	const ways: Record<string, FaultOptions> = {
		'HTTP 500': { kind: 'status', status: 500 },
		'HTTP 503': { kind: 'status', status: 503 },
		'HTTP 429': { kind: 'status', status: 429 },
		'a reset': { kind: 'reset' },
	};
	test.each(Object.entries(ways))('%s', async (way, fault) => {
		scene.simulator.fault('status', { ...fault, times: 12 });
		const found = note(`status out for minutes: ${way}`, await scene.run(operations.directPost));
		expect(found).toEqual({ end: 'published', inits: 1, posts: 1 });
	});
});

describe('a later item is bad', () => {
	const run = async (last: object) =>
		await scene.run(
			{ ...operations.directPost, caption: '={{ $json.caption }}' },
			{
				items: await Promise.all(
					[{}, {}, last].map(async (change) => ({
						...(await scene.item(sampleVideo())),
						json: { caption: 'a' },
						...change,
					})),
				),
			},
		);

	test.each([
		['its caption is too long', { json: { caption: 'c'.repeat(2_300) } }],
		['it has no file', { binary: undefined }],
	])('%s', async (why, last) => {
		const { end, ...left } = note(`the last of three items is bad: ${why}`, await run(last));
		expect(end).toMatch(/^stops: /);
		expect(left).toEqual({ inits: 0, posts: 0 });
	});
});

describe('a cancel that TikTok has carried out, and answered with a fault', () => {
	test.each(faultAnswers.map((fault) => [fault.name, fault] as const))(
		'%s',
		async (name, fault) => {
			const slow = { ...operations.draftByPull, videoUrl: `https://${verifiedHost}/slow.mp4` };
			const { json } = await scene.run(slow);
			fault.plan(
				{
					fault: (_step: string, options: FaultOptions) => scene.simulator.fault('cancel', options),
				} as never,
				'init',
				1,
				'once',
			);
			const publishId = String(json[0].publish_id);
			const found = note(`cancel: ${name}`, await scene.run({ ...operations.cancel, publishId }));
			expect(found).toEqual({ end: 'cancelled', inits: 1, posts: 0 });
		},
	);
});

test('the page tells the same', () => {
	tell(
		'further cases',
		`## Further cases

${table(['Case', 'Outcome', 'Inits', 'Posts'], rows)}`,
	);
});
