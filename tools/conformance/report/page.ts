import type { Findings } from '../ask';
import { inWords } from '../facts';
import type { ProbeName } from '../probes';
import { cannot } from '../questions';
import { differs, isDecided, literal, verdicts, type Verdict } from '../verdict';
import { findingsOf, type Report } from './report';

const code = (value: unknown) => `\`${literal(value)}\``;

/** The page of a report: made of the report and of texts in the code, of nothing else. */
export function reportPage(report: Report): string {
	const found = findingsOf(report);
	const { day, sandbox, account, permissions, stopped } = report.circumstances;
	const all = verdicts(found);
	const decided = all.filter(isDecided);
	const other = decided.filter(differs);
	return [
		'# What TikTok does: a conformance report',
		'',
		`${day}, ${sandbox ? 'a sandbox' : 'not a sandbox'}, account: ${account}, permissions: ${permissions.join(', ') || 'none'}.`,
		...(stopped
			? ['', 'TikTok answered that its limit of calls was reached; the program stopped there.']
			: []),
		'',
		`${decided.length} of the ${all.length} rules that can be decided were decided: ${decided.length - other.length} as the simulator assumes, ${other.length} differently.`,
		'',
		'## Decided',
		'',
		...table(
			['Rule', 'The simulator assumes', 'TikTok', 'What TikTok did'],
			decided.map((verdict) => [
				`\`${verdict.rule}\``,
				code(verdict.assumed),
				differs(verdict) ? `**${code(verdict.decision.value)}**` : 'the same',
				factsOf(verdict, found),
			]),
		),
		'',
		'## Not decided',
		'',
		...table(
			['Rule', 'The simulator assumes', 'Why', 'What TikTok did'],
			all
				.filter((verdict) => !isDecided(verdict))
				.map((verdict) => [
					`\`${verdict.rule}\``,
					code(verdict.assumed),
					'open' in verdict.decision ? verdict.decision.open : '',
					factsOf(verdict, found),
				]),
		),
		'',
		`${Object.keys(cannot).length} further rules cannot be decided in this way; docs/conformance.md says why.`,
		'',
	].join('\n');
}

/** The facts on which a verdict rests, in words. */
export function factsOf({ from }: Pick<Verdict, 'from'>, found: Findings): string {
	return from.flatMap((name) => factsIn(name, found)).join('; ') || 'nothing was seen';
}

function factsIn(name: ProbeName, found: Findings): string[] {
	const finding = found[name];
	if (finding === undefined || !('facts' in finding)) return [];
	return flatten(finding.facts as Record<string, unknown>); // every schema is an object
}

function flatten(facts: Record<string, unknown>): string[] {
	return Object.entries(facts).flatMap(([name, fact]) => {
		if (fact === undefined) return [];
		const title = name.replace(/([A-Z]|\d+)/g, ' $1').toLowerCase();
		const nested = typeof fact === 'object' && fact !== null && 'answer' in fact && 'data' in fact;
		if (nested) return [`${title}: ${inWords(fact.answer)}, data ${inWords(fact.data)}`];
		return [`${title}: ${inWords(fact)}`];
	});
}

export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
	if (rows.length === 0) return ['None.'];
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
