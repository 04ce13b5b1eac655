import { addCalls, callNames, countCalls, duration, entries, limits, type Calls } from './pace';
import { probeOf, type ProbeName } from './probes';

/** How long a person takes at TikTok's page, in ms. */
const VISIT_MS = 30_000;

/** What a run would do. */
export interface Plan {
	probes: readonly ProbeName[];
	/** At most so many. */
	calls: Calls;
	/** How often the person opens TikTok's page after the connection. */
	visits: number;
	/** In ms. */
	takes: number;
	/** What is left on the account, or may be. */
	leaves: string[];
}

export async function makePlan(names: readonly ProbeName[]): Promise<Plan> {
	const probes = names.map(probeOf);
	const calls = probes.map((probe) => probe.calls);
	const visits = probes.reduce((sum, probe) => sum + (probe.visits ?? 0), 0);
	return {
		probes: names,
		calls: addCalls(calls),
		visits,
		takes: (await duration(calls)) + visits * VISIT_MS,
		leaves: probes.flatMap(({ consequence }) =>
			consequence === undefined ? [] : [consequence.leaves],
		),
	};
}

/** The plan for the terminal. */
export function planText({ probes, calls, visits, takes, leaves }: Plan): string {
	const minutes = Math.max(1, Math.ceil(takes / 60_000));
	return [
		`This asks TikTok ${probes.length} things, in at most ${countCalls(calls)} calls, and takes about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}:`,
		...entries(calls).map(
			([limit, count]) =>
				`  ${String(count).padStart(3)}  ${callNames[limit]} (kept to ${limits[limit]} a minute)`,
		),
		...(visits === 0
			? []
			: [
					`You will be asked to open TikTok’s page ${visits} more ${visits === 1 ? 'time' : 'times'}.`,
				]),
		'At the first answer that a limit was reached it stops. Ctrl-C ends the questions, and shows the report so far.',
		...(leaves.length === 0
			? [
					'Nothing appears on your account. Uploads that are begun and not finished may count towards TikTok’s limits of the day.',
				]
			: [
					'What it may leave behind (you are asked before each):',
					...leaves.map((one) => `  - ${one}`),
				]),
	].join('\n');
}
