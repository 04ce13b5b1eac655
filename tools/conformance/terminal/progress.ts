import type { Screen } from '../../demo/screen';
import type { Findings, Listener } from '../ask';
import { probeNames, probeOf, type ProbeName } from '../probes';
import { differs, isDecided, literal, verdicts, type Verdict } from '../verdict';

/** Shows what is asked, and what each answer decides. */
export class Progress implements Listener {
	private asked = 0;

	private readonly shown = new Set<string>();

	constructor(
		private readonly screen: Screen,
		private readonly total: number,
	) {}

	asking(name: ProbeName): void {
		this.asked++;
		const number = `${String(this.asked).padStart(2)}/${this.total}`;
		this.screen.line(`${number}  Asking ${probeOf(name).asks}`);
	}

	found(name: ProbeName, findings: Findings): void {
		const finding = findings[name];
		if (finding === undefined || ('missing' in finding && isUnasked(finding.missing))) return;
		const seen = probeNames.slice(0, probeNames.indexOf(name) + 1);
		for (const verdict of verdicts(findings)) {
			const isDue = verdict.from.includes(name) && verdict.from.every((one) => seen.includes(one));
			if (!isDue || this.shown.has(verdict.rule)) continue;
			this.shown.add(verdict.rule);
			this.screen.line(`       ${lineOf(verdict)}`);
		}
	}
}

const isUnasked = (missing: string): boolean =>
	missing === 'not chosen' || missing === 'TikTok’s limit of calls';

function lineOf(verdict: Verdict): string {
	if (!isDecided(verdict))
		return `?  ${verdict.rule}: not decided, ${'open' in verdict.decision ? verdict.decision.open : ''}`;
	const value = literal(verdict.decision.value);
	return differs(verdict)
		? `≠  ${verdict.rule}: ${value}; the simulator assumes ${literal(verdict.assumed)}`
		: `=  ${verdict.rule}: ${value}, as assumed`;
}
