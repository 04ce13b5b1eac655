import { defaultRules, type Rules } from '../../test/simulator/rules';
import { whyMissing, type Findings } from './ask';
import type { ProbeName } from './probes';
import type { Decision, Question, RuleName } from './question';
import { questions } from './questions';

/** What is known of a rule. */
export interface Verdict {
	rule: RuleName;
	/** The simulator's value. */
	assumed: unknown;
	/** Whose facts decide it. */
	from: readonly ProbeName[];
	decision: Decision;
}

export const isDecided = (
	verdict: Verdict,
): verdict is Verdict & { decision: { value: unknown } } => 'value' in verdict.decision;

const isUnasked = (why: string): boolean => why.startsWith('not asked: ');

/** Why a rule stays open, with “not asked” or “not decided”. */
export function whyOpen({ decision }: Verdict): string {
	const why = 'open' in decision ? decision.open : '';
	return isUnasked(why) ? why : `not decided: ${why}`;
}

/** Whether TikTok does something else than the simulator assumes. Of a list, a part is no difference. */
export function differs(verdict: Verdict): boolean {
	if (!isDecided(verdict)) return false;
	const { assumed } = verdict;
	const { value } = verdict.decision;
	if (Array.isArray(value) && Array.isArray(assumed))
		return value.some((one) => !assumed.includes(one));
	return value !== assumed;
}

/** A value as it stands in rules.ts. */
export function literal(value: unknown): string {
	if (typeof value === 'string') return `'${value}'`;
	if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
	const number = typeof value === 'number' && Number.isFinite(value);
	return number ? value.toLocaleString('en').replaceAll(',', '_') : String(value);
}

/** What the findings say of each rule that can be decided. */
export function verdicts(findings: Findings, rules: Rules = defaultRules()): Verdict[] {
	const names = [...new Set(questions.map(({ rule }) => rule))];
	return names.map((rule) => {
		const asked = questions
			.filter((one) => one.rule === rule)
			.map((one) => ({ from: one.from, decision: decide(one, findings) }));
		const answer =
			asked.find(({ decision }) => 'value' in decision) ??
			asked.find(({ decision }) => 'open' in decision && !isUnasked(decision.open)) ??
			asked[0];
		if (answer === undefined) throw new RangeError(`No question asks for ${rule}`);
		return { rule, assumed: rules[rule], ...answer };
	});
}

/** One question: every probe must have its facts. */
export function decide({ from, decide: judge }: Question, findings: Findings): Decision {
	const facts: Record<string, unknown> = {};
	for (const name of from) {
		const finding = findings[name] ?? { missing: 'not chosen' as const };
		if ('missing' in finding) return { open: whyMissing(finding.missing) };
		facts[name] = finding.facts;
	}
	return judge(facts);
}
