import type { Rules } from '../../test/simulator/rules';
import { inWords, type Outcome } from './facts';
import type { FactsOf, ProbeName } from './probes';

export type RuleName = keyof Rules;

/** What the facts say of a rule: a value as it would stand in rules.ts, or why they leave it open. */
export type Decision<Value = unknown> = { value: Value } | { open: string };

/** One rule of the simulator, and how what TikTok did decides it. */
export interface Question {
	rule: RuleName;
	/** Probes whose facts it needs; each must have been answered. */
	from: readonly ProbeName[];
	/** The values between which it decides. */
	values: readonly unknown[];
	/** What it cannot tell, where that is less than the rule says. */
	limits?: string;
	/** @param facts by the name of the probe */
	decide(facts: Record<string, unknown>): Decision;
}

/** Keeps the types of rule and facts while the table is written. */
export function question<Rule extends RuleName, Name extends ProbeName>(one: {
	rule: Rule;
	from: readonly Name[];
	values: ReadonlyArray<Rules[Rule]>;
	limits?: string;
	decide(facts: { [Probe in Name]: FactsOf<Probe> }): Decision<Rules[Rule]>;
}): Question {
	const { decide } = one;
	return {
		...one,
		// The facts were parsed by the schemas of these probes.
		decide: (facts) => decide(facts as { [Probe in Name]: FactsOf<Probe> }),
	};
}

export const open = (why: string): { open: string } => ({ open: why });

/** TikTok did something that none of the values stands for. */
export const fitsNone = (fact: unknown): { open: string } =>
	open(`TikTok answered ${inWords(fact)}, which fits none of the values`);

export const isOk = ({ status, code }: Outcome): boolean =>
	status >= 200 && status < 300 && code === 'ok';

/** TikTok's pages and its service spell the code differently. */
export const isBadParameter = ({ code }: Outcome): boolean => /^invalid_params?$/.test(code);

/** A value for each code. */
export function byCode<Value>(answer: Outcome, values: Record<string, Value>): Decision<Value> {
	const found = Object.entries(values).find(([code]) => code === answer.code);
	return found === undefined ? fitsNone(answer) : { value: found[1] };
}

/** Accepted, or refused for a bad parameter. */
export function accepted<Value>(answer: Outcome, yes: Value, no: Value): Decision<Value> {
	if (isOk(answer)) return { value: yes };
	return isBadParameter(answer) ? { value: no } : fitsNone(answer);
}
