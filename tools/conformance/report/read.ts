import { differs, isDecided, literal, verdicts } from '../verdict';
import { readReport } from './report';

/**
 * What a report that somebody sent would change in test/simulator/rules.ts. It is judged anew by the facts in it: what else
 * the file says is not looked at.
 *
 * @returns undefined for a file that is no report
 */
export function changesBy(text: string): string | undefined {
	const file = readReport(text);
	if (file === undefined) return undefined;
	const { day, sandbox, account } = file.about;
	const all = verdicts(file.found);
	const other = all.filter(isDecided).filter(differs);
	const same = all.filter(isDecided).length - other.length;
	const changes = other.map(({ rule, assumed, decision }) =>
		[`-\t\t${rule}: ${literal(assumed)},`, `+\t\t${rule}: ${literal(decision.value)},`].join('\n'),
	);
	return [
		`A report of ${day}: ${sandbox ? 'a sandbox' : 'not a sandbox'}, account: ${account}.`,
		`${other.length} of our values differ from TikTok’s, ${same} are the same, ${all.length - other.length - same} stay open.`,
		...(other.length === 0 ? [] : ['', 'test/simulator/rules.ts, defaultRules():', ...changes]),
	].join('\n');
}
