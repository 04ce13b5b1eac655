import {
	partsOf,
	sources,
	steps,
	type Lasting,
	type Outcome,
	type Source,
	type Step,
} from './cells';
import { faults } from './faults';
import type { Found, Told } from './table';
import { table } from './page';

/** What TikTok has of the file. */
function bytesOf(kept: number, step: Step): string {
	if (kept === partsOf(step)) return 'all, identical';
	return kept === 0 ? 'none' : `${kept} of ${partsOf(step)} parts, identical`;
}

function cellsOf(step: Step, { end, inits, posts, sent, kept }: Outcome): string[] {
	const says = end === 'published' || end === 'processing' ? `**${end}**` : `stops: \`${end}\``;
	return [says, String(inits), String(posts), `${sent} of ${partsOf(step)}`, bytesOf(kept, step)];
}

const sameCells = (one: string[], other: string[]): boolean => one.join() === other.join();

/** One row for all sources where they agree. */
function rowsOf(fault: string, step: Step, lasting: Lasting, found: Found[]): string[][] {
	const of = (source: Source) =>
		found.filter(
			(cell) =>
				cell.source === source &&
				cell.fault === fault &&
				cell.step === step &&
				cell.lasting === lasting,
		);
	const bySource = sources.map(
		(source) => of(source).map(({ outcome }) => cellsOf(step, outcome))[0],
	);
	const row = (label: string, cells: string[]) => [fault, step, lasting, label, ...cells];
	if (bySource.every((cells) => sameCells(cells, bySource[0])))
		return [row(sources.join(', '), bySource[0])];
	return sources.map((source, index) => row(source, bySource[index]));
}

const head = [
	'Fault',
	'Step',
	'Strikes',
	'Source',
	'Outcome',
	'Inits',
	'Posts',
	'Parts sent',
	'Bytes at TikTok',
];

/** Every cell, those that do not occur with the reason. */
export function tableOf(found: Found[]): string {
	const rows = faults.flatMap((fault) =>
		steps.flatMap((step) => {
			const reason = fault.absent?.(step);
			if (reason !== undefined)
				return [[fault.name, step, '', '', `does not occur: ${reason}`, '', '', '', '']];
			const never = fault.neverOnce
				? [[fault.name, step, 'once', '', `does not occur: ${fault.neverOnce}`, '', '', '', '']]
				: [];
			const lastings: Lasting[] = fault.neverOnce ? ['always'] : ['once', 'always'];
			return [...never, ...lastings.flatMap((lasting) => rowsOf(fault.name, step, lasting, found))];
		}),
	);
	return table(head, rows);
}

/** The messages behind the codes. */
export function messagesOf(told: Told): string {
	const codes = [...told.keys()].sort();
	return table(
		['Code', 'Message', 'Way out'],
		codes.map((code) => [
			`\`${code}\``,
			told.get(code)?.message ?? '',
			told.get(code)?.wayOut ?? '',
		]),
	);
}

export const faultsTable = (): string =>
	table(
		['Fault', 'How it is made'],
		faults.map(({ name, how }) => [name, how]),
	);

/** @param isDeparture whether a cell ends otherwise than with the documented rule */
export function summaryOf(found: Found[], isDeparture: (cell: Found) => boolean): string {
	const others = found.filter(isDeparture);
	const cells = `${found.length} cells run`;
	if (others.length === 0) return `${cells}, all as above.\n`;
	const keys = [
		...new Set(others.map(({ fault, step, lasting }) => JSON.stringify([fault, step, lasting]))),
	];
	const rows = keys.flatMap((key) => {
		const [fault, step, lasting] = JSON.parse(key) as [string, Step, Lasting];
		return rowsOf(fault, step, lasting, found);
	});
	return `${cells}, all as above but these:\n\n${table(head, rows)}`;
}
