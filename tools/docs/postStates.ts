/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a program of Node's */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
	afterFailure,
	takeUp,
	type Consequence,
	type FailureKind,
	type PostState,
	type Relation,
	type TakeUp,
} from '../../nodes/TikTok/post/state';

const PAGE = join(__dirname, '../../docs/posting-once.md');

/** Around what is made from the code; the rest of the page is written by hand. */
const BEGIN = '<!-- Made by `npm run docs` from nodes/TikTok/post/state.ts: change it there. -->';
const END = '<!-- End of what is made. -->';

/** What the page says of each state. */
const states = {
	new: 'nothing at TikTok',
	uploading: 'begun at TikTok, bytes missing',
	submitted: 'only the verdict is open',
	unknown: 'an init without an answer that can be read',
	final: 'ended: the item puts out the same again',
} satisfies Record<PostState['kind'], string>;

/** What the page says of each kind of failure. */
const failures = {
	refused: 'a check of the node, or TikTok’s refusal of the init',
	'init outcome unknown': 'no answer to the init that can be read, where the init starts the post',
	call: 'a call about the post got no usable answer, or was refused',
	'file unusable': 'the file is gone, or broken',
	'file out of reach': 'the file’s host does not answer for the moment',
	'upload broke off': 'the upload server did not take a part',
	'upload gone': 'the upload server no longer takes the upload: its hour is over, or will be',
	'upload outcome unknown':
		'the same, and TikTok’s status does not tell whether the last bytes have arrived',
	'given up, may pass': 'TikTok gave the post up, for a reason that may not come again',
	'given up for good': 'TikTok gave the post up',
	'taken over': 'another run has the right to post under the key',
	other: 'the execution was cancelled, or something unforeseen',
} satisfies Record<FailureKind, string>;

export const stateKinds = Object.keys(states) as Array<PostState['kind']>;
export const failureKinds = Object.keys(failures) as FailureKind[];

const both = [false, true];

/** Every way in which a known post and the item that asks for it can stand to each other. */
export const relations: Relation[] = both.flatMap((isAtWork) =>
	both.flatMap((mayHaveArrived) =>
		both.flatMap((isExpired) =>
			both.map((isSame) => ({ isAtWork, mayHaveArrived, isExpired, isSame })),
		),
	),
);

const nextStates: Record<Consequence['state'], string> = {
	same: 'stays',
	new: '**new**',
	submitted: 'submitted',
	unknown: 'unknown',
	ended: 'final',
};
const keys: Record<Consequence['key'], string> = {
	kept: 'key kept',
	released: '**key given back**',
	left: 'key left to the other run',
};

const takeUps: Record<TakeUp, string> = {
	skip: '`skipped`, with what is known',
	ask: 'TikTok is asked: `skipped` with what it says, or, where it gave the post up, posted',
	'go on': 'the same upload goes on',
	'begin anew': 'begun anew; the old upload stays an empty shell',
	post: 'posted',
};

/** docs/posting-once.md with the tables of states as they are in the code. */
export function postingOncePage(): string {
	const page = readFileSync(PAGE, 'utf8');
	const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
	if (before < 0 || after < before) throw new Error(`${PAGE} has lost the marks around its tables`);
	return `${page.slice(0, before)}${BEGIN}\n\n${failureTable()}\n${takeUpTable()}\n${page.slice(after)}`;
}

const table = (head: string[], rows: string[][]) =>
	[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('');

const heading = (state: PostState['kind']) => `*${state}*: ${states[state]}`;

function failureTable(): string {
	const cell = (state: PostState['kind'], failure: FailureKind) => {
		const [not, may] = both.map((mayHaveArrived) => {
			const { state: next, key } = afterFailure(state, failure, mayHaveArrived);
			return `${nextStates[next]}, ${keys[key]}`;
		});
		return not === may ? not : `${not}; if the last bytes may have arrived: ${may}`;
	};
	return table(
		['What went wrong', ...stateKinds.map(heading)],
		failureKinds.map((failure) => [
			failures[failure],
			...stateKinds.map((state) => cell(state, failure)),
		]),
	);
}

/** Rows that end alike share one, with what does not matter left out. */
function takeUpTable(): string {
	const rows = stateKinds.flatMap((state) => {
		const ends = relations.map((relation) => ({ relation, end: takeUp(state, relation) }));
		const columns = (['isAtWork', 'mayHaveArrived', 'isExpired', 'isSame'] as const).map(
			(name) => [name, matters(name, ends)] as const,
		);
		const seen = new Map<string, string[]>();
		for (const { relation, end } of ends) {
			const cells = columns.map(([name, does]) => (does ? (relation[name] ? 'yes' : 'no') : ''));
			seen.set(cells.join(), [heading(state), ...cells, takeUps[end]]);
		}
		return [...seen.values()];
	});
	return table(
		[
			'The post that holds the key',
			'At work',
			'Last bytes may have arrived',
			'Hour over',
			'Same caption and settings',
			'What the item does',
		],
		rows,
	);
}

/** Whether a column changes how it ends, all others alike. */
function matters(name: keyof Relation, ends: Array<{ relation: Relation; end: TakeUp }>): boolean {
	return ends.some(({ relation, end }) => {
		const other = ends.find(({ relation: one }) =>
			(Object.keys(one) as Array<keyof Relation>).every(
				(key) => (one[key] !== relation[key]) === (key === name),
			),
		);
		return other?.end !== end;
	});
}
