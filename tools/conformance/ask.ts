import { Unanswered, type Silence } from './caller';
import { needs, type Need, type Requirement } from './needs';
import { Declined } from './probe';
import { probeNames, probeOf, type ProbeName } from './probes';
import type { Session } from './session';

/** Why a probe has no facts. */
export type Missing =
	| Need
	| Silence
	| 'declined'
	| 'not chosen'
	| 'a shape that is not known'
	| 'a fault of this program';

/** What came of a probe. */
export type Finding = { facts: unknown } | { missing: Missing };

export type Findings = Partial<Record<ProbeName, Finding>>;

/** The sentence of a report. */
export function whyMissing(missing: Missing): string {
	if (missing in needs) return `not asked: ${needs[missing as Need].missing}`;
	switch (missing) {
		case 'declined':
			return 'not asked: you did not want it, or it was left out with Enter';
		case 'not chosen':
			return 'not asked: it was not chosen';
		case 'TikTok’s limit of calls':
			return 'not asked: TikTok had answered that its limit of calls was reached, and the program stopped there';
		case 'Ctrl-C':
			return 'not asked: you had ended the questions with Ctrl-C';
		case 'a shape that is not known':
			return 'the answer had a shape that this program does not know';
		case 'more calls than planned':
			return 'it would have taken more calls than planned';
		default:
			return `there was ${missing}`;
	}
}

/** The probes with these names, and those that they cannot do without, in their order. */
export function withPreparations(names: Iterable<ProbeName>): ProbeName[] {
	const all = new Set<string>();
	const add = (name: string): void => {
		if (all.has(name)) return;
		all.add(name);
		for (const need of probeOf(name as ProbeName).needs) {
			const { after = [] }: Requirement = needs[need];
			for (const before of after) add(before);
		}
	};
	for (const name of names) add(name);
	return probeNames.filter((name) => all.has(name));
}

/** Those that will be asked, as far as is known before. */
export const planned = (session: Session, names: readonly ProbeName[]): ProbeName[] =>
	names.filter((name) =>
		probeOf(name).needs.every((need) => {
			const { atStart = false, met }: Requirement = needs[need];
			return !atStart || met(session);
		}),
	);

/** Told before and after each probe. */
export interface Listener {
	asking(name: ProbeName): void;
	found(name: ProbeName, findings: Findings): void;
}

/** Asks everything, one after the other. */
export async function askAll(
	session: Session,
	names: readonly ProbeName[],
	listener: Listener,
): Promise<Findings> {
	const findings: Findings = {};
	for (const name of probeNames) {
		findings[name] = names.includes(name)
			? await ask(session, name, listener)
			: { missing: 'not chosen' };
		listener.found(name, findings);
	}
	return findings;
}

async function ask(session: Session, name: ProbeName, listener: Listener): Promise<Finding> {
	const { caller } = session;
	const probe = probeOf(name);
	const unmet = probe.needs.find((need) => !needs[need].met(session));
	if (unmet !== undefined) return { missing: unmet };
	if (caller.stopped) return { missing: caller.stopped };
	listener.asking(name);
	const finding = await findingOf(session, probe);
	// What the person was being asked has no answer then.
	return caller.stopped === 'Ctrl-C' ? { missing: caller.stopped } : finding;
}

async function findingOf(session: Session, probe: ReturnType<typeof probeOf>): Promise<Finding> {
	const { caller, person } = session;
	try {
		if (probe.consequence !== undefined) await agree(person, probe);
		caller.allow(probe.calls);
		const facts = probe.facts.safeParse(await probe.ask(session));
		return facts.success ? { facts: facts.data } : { missing: 'a shape that is not known' };
	} catch (problem) {
		if (problem instanceof Declined) return { missing: 'declined' };
		if (problem instanceof Unanswered) return { missing: problem.silence };
		// What else was asked is worth its report all the same; the text of the problem may hold what must not be shown.
		return { missing: 'a fault of this program' };
	}
}

/** @throws Declined */
async function agree(
	person: Session['person'],
	{ asks, consequence }: ReturnType<typeof probeOf>,
): Promise<void> {
	if (consequence === undefined) return;
	const will = consequence.kind === 'may disconnect' ? 'What may happen' : 'What it leaves behind';
	const yes = await person.confirm(`\nAsk ${asks}?\n${will}: ${consequence.leaves}.\nGo on?`);
	if (!yes) throw new Declined();
}
