import { z } from 'zod';

import { defaultRules } from '../../../test/simulator/rules';
import type { Findings } from '../ask';
import { scopes, uploadHost } from '../facts';
import { needs } from '../needs';
import { probeNames, probeOf } from '../probes';
import { questions } from '../questions';
import { isDecided, verdicts } from '../verdict';

export const FORMAT = 'tiktok-conformance-1';

const keysOf = <Key extends string>(record: Record<Key, unknown>) =>
	Object.keys(record) as [Key, ...Key[]]; // the keys of a literal

/** The texts that a value of a rule may be: those of rules.ts and of the questions. */
const words = [
	...Object.values(defaultRules()),
	...questions.flatMap(({ values }) => values),
].filter((value): value is string => typeof value === 'string');

const ruleValue = z.union([
	z.enum(['Infinity', ...new Set(words)]),
	z.number(),
	z.boolean(),
	z.array(uploadHost),
]);

const missing = z
	.object({
		missing: z.enum([
			...keysOf(needs),
			'no answer',
			'a fault of TikTok’s',
			'an answer that is not TikTok’s',
			'TikTok’s limit of calls',
			'more calls than planned',
			'Ctrl-C',
			'declined',
			'not chosen',
			'a shape that is not known',
			'a fault of this program',
		]),
	})
	.strict();

const findings = z
	.object(
		Object.fromEntries(
			probeNames.map((name) => [
				name,
				z.union([z.object({ facts: probeOf(name).facts }).strict(), missing]).optional(),
			]),
		),
	)
	.strict();

/** The circumstances of a run that make answers comparable. */
const circumstances = z
	.object({
		day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
		sandbox: z.boolean(),
		account: z.enum(['private', 'public', 'unknown']),
		permissions: z.array(scopes),
		stopped: z.boolean(),
	})
	.strict();

export type Circumstances = z.output<typeof circumstances>;

/** A report is this and nothing more: every text in it is one of a list that stands in the code. */
export const report = z
	.object({
		format: z.literal(FORMAT),
		circumstances,
		findings,
		rules: z.array(
			z
				.object({
					rule: z.enum(keysOf(defaultRules())),
					assumed: ruleValue,
					/** Null = not decided. */
					seen: ruleValue.nullable(),
				})
				.strict(),
		),
	})
	.strict();

export type Report = z.output<typeof report>;

const writable = (value: unknown) => (value === Infinity ? 'Infinity' : value);

/** @throws ZodError for anything that may not be written */
export function makeReport(found: Findings, about: Circumstances): Report {
	return report.parse({
		format: FORMAT,
		circumstances: about,
		findings: found,
		rules: verdicts(found).map((verdict) => ({
			rule: verdict.rule,
			assumed: writable(verdict.assumed),
			seen: isDecided(verdict) ? verdict.decision.value : null,
		})),
	});
}

/** The findings of a report, in the type that questions want. */
export const findingsOf = ({ findings: found }: Report): Findings => found as Findings; // by the same schemas

/**
 * A report that somebody sent. Findings that this version does not know are dropped; nothing else of the file is looked at.
 *
 * @returns undefined for anything that is no report
 */
export function readReport(text: string): { found: Findings; about: Circumstances } | undefined {
	const outer = z.object({
		format: z.literal(FORMAT),
		circumstances,
		findings: z.record(z.unknown()),
	});
	const whole = outer.safeParse(parseJson(text));
	if (!whole.success) return undefined;
	const known = Object.entries(whole.data.findings).flatMap(([name, finding]) => {
		const one = findings.safeParse({ [name]: finding });
		return one.success ? Object.entries(one.data) : [];
	});
	return { found: Object.fromEntries(known) as Findings, about: whole.data.circumstances };
}

function parseJson(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		return undefined;
	}
}
