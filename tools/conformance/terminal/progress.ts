import type { Screen } from '../../demo/screen';
import type { Findings, Listener } from '../ask';
import { probeNames, probeOf, type ProbeName } from '../probes';
import { questions } from '../questions';
import { differs, isDecided, literal, verdicts, whyOpen, type Verdict } from '../verdict';

/** Shows what is asked, and what each answer decides. */
export class Progress implements Listener {
	private readonly asked = new Set<ProbeName>();

	private readonly shown = new Set<string>();

	constructor(
		private readonly screen: Screen,
		private readonly total: number,
	) {}

	asking(name: ProbeName): void {
		this.asked.add(name);
		const number = `${String(this.asked.size).padStart(2)}/${this.total}`;
		this.screen.line(`${number}  Asking ${probeOf(name).asks}`);
	}

	found(name: ProbeName, findings: Findings): void {
		if (!this.asked.has(name)) return;
		const seen = probeNames.slice(0, probeNames.indexOf(name) + 1);
		for (const verdict of verdicts(findings)) {
			const wanted = questions.filter(({ rule }) => rule === verdict.rule);
			// What is open may still be decided by a later probe.
			const isDue = wanted.flatMap(({ from }) => from).every((one) => seen.includes(one));
			const concerns = wanted.some(({ from }) => from.includes(name));
			if (!concerns || this.shown.has(verdict.rule) || !(isDue || isDecided(verdict))) continue;
			this.shown.add(verdict.rule);
			this.screen.line(`       ${lineOf(verdict)}`);
		}
	}
}

function lineOf(verdict: Verdict): string {
	if (!isDecided(verdict)) return `?  ${verdict.rule}: ${whyOpen(verdict)}`;
	const value = literal(verdict.decision.value);
	return differs(verdict)
		? `≠  ${verdict.rule}: ${value}; the simulator assumes ${literal(verdict.assumed)}`
		: `=  ${verdict.rule}: ${value}, as assumed`;
}
