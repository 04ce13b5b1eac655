import { askAll, planned, withPreparations, type Findings } from './ask';
import { Caller } from './caller';
import { connect, DesktopAuthorization } from './connect';
import type { Scope } from './facts';
import type { Time } from './pace';
import { makePlan, planText } from './plan';
import { probeNames, type ProbeName } from './probes';
import { questions } from './questions';
import { reportPage } from './report/page';
import { makeReport, type Report } from './report/report';
import { newMemory, type Session, type Settings, type Tokens } from './session';
import type { Person } from './terminal/person';
import { Progress } from './terminal/progress';
import type { Screen } from '../demo/screen';
import type { Transport } from './transport';

export interface RunOptions extends Settings {
	app: { key: string; secret: string };
	/** What to ask for at TikTok's page, or what given tokens have. */
	scopes: readonly Scope[];
	redirectUri: string;
	/** Tokens from the environment; without them the program connects by itself. */
	tokens?: Pick<Tokens, 'access' | 'refresh'>;
	/** Only these rules. */
	only?: readonly string[];
}

/** The world around a run. */
export interface Surroundings {
	transport: Transport;
	time: Time;
	person: Person;
	screen: Screen;
}

/** From here on a wait is said, in ms. */
const LONG_MS = 5_000;

/** Time of which the person hears when the program waits. */
const said = (time: Time, screen: Screen, enough: AbortSignal): Time => ({
	now: () => time.now(),
	sleep: async (ms) => {
		const seconds = Math.ceil(ms / 10_000) * 10;
		if (ms > LONG_MS) screen.line(`       (waiting about ${seconds} seconds)`);
		await time.sleep(ms, enough);
	},
});

/** The probes for these rules; all of them without rules. */
export function probesFor(only: readonly string[] | undefined): ProbeName[] {
	if (only === undefined) return [...probeNames];
	return withPreparations(
		questions.filter(({ rule }) => only.includes(rule)).flatMap(({ from }) => from),
	);
}

/**
 * A whole run: plan, connection, questions.
 *
 * @returns the report, or undefined if the person did not want to begin
 * @throws RigError where no connection comes about
 */
export async function run(
	options: RunOptions,
	{ transport, time, person, screen }: Surroundings,
): Promise<Report | undefined> {
	const enough = new AbortController();
	const timeToSay = said(time, screen, enough.signal);
	const caller = new Caller(transport, timeToSay);
	const { app, tokens, scopes, redirectUri } = options;
	const own =
		tokens === undefined
			? new DesktopAuthorization(app.key, scopes, redirectUri, person)
			: undefined;
	const session: Session = {
		caller,
		time: timeToSay,
		person,
		app,
		// Until TikTok gives others.
		tokens: { access: '', refresh: '', ...tokens, scopes },
		...(own === undefined
			? {}
			: { authorization: own, lives: { access: undefined, refresh: undefined, at: 0 } }),
		settings: options,
		memory: newMemory(),
	};
	if (tokens !== undefined && tokens.refresh === undefined) delete session.tokens.refresh;

	const names = planned(session, probesFor(options.only));
	screen.line(planText(await makePlan(names)));
	if (!(await person.confirm('\nBegin?'))) return undefined;
	if (own !== undefined) Object.assign(session, await connect(caller, time, own, app));

	const wanted = probesFor(options.only);
	const progress = new Progress(screen, planned(session, wanted).length);
	screen.line();
	person.onInterrupt(() => {
		screen.line(
			'\nNo more questions. This is the report of what was asked; Ctrl-C again ends it all.',
		);
		caller.interrupt();
		enough.abort();
	});
	const findings = await askAll(session, wanted, progress);
	person.onInterrupt(undefined);
	return reportOf(session, findings);
}

function reportOf({ app, caller, memory, tokens, time }: Session, findings: Findings): Report {
	return makeReport(findings, {
		day: new Date(time.now()).toISOString().slice(0, 10),
		// Client keys of sandboxes begin so.
		sandbox: app.key.startsWith('sb'),
		account: memory.account ?? 'unknown',
		permissions: [...tokens.scopes],
		stopped: caller.stopped === 'TikTok’s limit of calls',
	});
}

/** What the person is shown, and what is written: the page, and the same as JSON, an entry a line. */
export const textsOf = (report: Report) => ({ page: reportPage(report), json: jsonOf(report) });

function jsonOf({ format, circumstances, findings, rules }: Report): string {
	const lines = (entries: string[]) => entries.map((entry) => `\t\t${entry}`).join(',\n');
	const found = Object.entries(findings).map(
		([name, finding]) => `${JSON.stringify(name)}: ${JSON.stringify(finding)}`,
	);
	return [
		'{',
		`\t"format": ${JSON.stringify(format)},`,
		`\t"circumstances": ${JSON.stringify(circumstances)},`,
		`\t"findings": {\n${lines(found)}\n\t},`,
		`\t"rules": [\n${lines(rules.map((rule) => JSON.stringify(rule)))}\n\t]`,
		'}\n',
	].join('\n');
}
