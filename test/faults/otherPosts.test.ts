import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import type { Lasting } from './cells';
import { messages } from './expected';
import { faultAnswers, faults } from './faults';
import { expectedOf, otherPosts } from './otherPosts';
import { table, tell } from './page';
import { always, FaultStage } from './stage';

let stage: FaultStage;
beforeAll(async () => {
	stage = await FaultStage.start({});
});
afterAll(async () => await stage.stop());

const rows: string[][] = [];

describe.each(otherPosts.map((post) => [post.name, post] as const))('%s', (name, post) => {
	const atInit = [...faults, ...faultAnswers].filter(
		({ absent }) => absent?.('init') === undefined,
	);

	test.each(atInit.map((fault) => [fault.name, fault] as const))(
		'%s at the init',
		async (_name, fault) => {
			for (const lasting of ['once', 'always'] satisfies Lasting[]) {
				const cell = { fault: fault.name, step: 'init', lasting, source: 'memory' } as const;
				const plan = () => fault.plan(stage, 'init', lasting === 'once' ? 1 : always, lasting);
				const { error, ...outcome } = await stage.run(cell, post, plan);
				expect([lasting, outcome]).toEqual([lasting, expectedOf(post, fault, lasting)]);
				if (error) expect(error.message).toBe(messages[outcome.end]);
				const { end, inits, posts } = outcome;
				rows.push([
					name,
					fault.name,
					lasting,
					error ? `stops: \`${end}\`` : `**${end}**`,
					String(inits),
					String(posts),
				]);
			}
		},
	);
});

test('the page tells the same', () => {
	tell(
		'other posts',
		`## Other posts, at the init

From there on a draft by upload is a direct post by upload. Where TikTok downloads the media itself, the init starts the post: it is sent
again only when it surely was not carried out, and otherwise never, n8n's Retry On Fail (3 tries in these rows) included. A post in the
inbox counts as one.

${table(['Post', 'Fault', 'Strikes', 'Outcome', 'Inits', 'Posts'], rows)}`,
	);
});
