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

/** Whether TikTok does something else than the simulator assumes. */
export const differs = (verdict: Verdict): boolean =>
	isDecided(verdict) && literal(verdict.decision.value) !== literal(verdict.assumed);

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
		const answer = asked.find(({ decision }) => 'value' in decision) ?? asked[0];
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
