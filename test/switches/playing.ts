import type { Rules } from '../simulator';
import { coveringRows, type Row } from './covering';
import { departures, type End } from './departures';
import type { Journey } from './journey';
import type { Ending, Scene } from './scene';
import { rulesInOrder, values, written, type Rule } from './values';

/** A rule that is turned. */
export interface Turned {
	rule: Rule;
	value: unknown;
}

/** The values of a rule other than the default, which comes first. */
export const turnedValuesOf = (rule: Rule): unknown[] => values[rule].slice(1);

/** How a journey has to end where the rules are turned so. @throws Error where two of them make it end otherwise */
export function promisedEnd(journey: Journey, turned: Turned[]): End {
	const ends = turned.flatMap(({ rule, value }) => {
		const end = departures[rule]?.[written(value)]?.[journey.name];
		return end === undefined ? [] : [end];
	});
	if (ends.length > 1) throw new Error(`Two rules make “${journey.name}” end otherwise`);
	return ends[0] ?? journey.ends;
}

export const isSo = (found: string, promised: End): boolean =>
	typeof promised === 'string' ? found === promised : promised.test(found);

/** Plays a journey. @throws Error where it ends otherwise than promised, or breaks a promise of the README */
export async function play(scene: Scene, journey: Journey, turned: Turned[]): Promise<Ending> {
	const rules = Object.fromEntries(turned.map(({ rule, value }) => [rule, value]));
	const described = turned.map(({ rule, value }) => `${rule} = ${written(value)}`).join(', ');
	try {
		const ending = await scene.play(journey, rules as Partial<Rules>);
		const promised = promisedEnd(journey, turned);
		if (!isSo(ending.end, promised))
			throw new Error(`It ends: ${ending.end}\nPromised is: ${String(promised)}`);
		return ending;
	} catch (error) {
		const { message } = error as Error;
		throw new Error(`${journey.name}\nwith ${described || 'the defaults'}\n${message}`, {
			cause: error,
		});
	}
}

/** All that was found. */
export class Findings {
	private readonly byDefault = new Map<Journey, Ending>();

	private readonly turned = new Map<Journey, Map<string, Ending>>();

	/** Rows of pairs that were played, by journey. */
	readonly rows = new Map<Journey, number>();

	addDefault(journey: Journey, ending: Ending): void {
		this.byDefault.set(journey, ending);
		this.turned.set(journey, new Map());
	}

	add(journey: Journey, { rule, value }: Turned, ending: Ending): void {
		this.turned.get(journey)?.set(`${rule} ${written(value)}`, ending);
	}

	/**
	 * Whether a rule decides something in a journey. A journey in which it is never looked up goes the same way whatever its
	 * value: it need not be played.
	 */
	touches(journey: Journey, rule: Rule): boolean {
		return this.byDefault.get(journey)?.asked.has(rule) ?? false;
	}

	endOf(journey: Journey, { rule, value }: Turned): Ending | undefined {
		return value === values[rule][0]
			? this.byDefault.get(journey)
			: this.turned.get(journey)?.get(`${rule} ${written(value)}`);
	}

	/** The rules that were looked up in a journey, with whatever single value. */
	rulesIn(journey: Journey): Rule[] {
		const endings = [this.byDefault.get(journey), ...(this.turned.get(journey)?.values() ?? [])];
		return rulesInOrder.filter((rule) => endings.some((ending) => ending?.asked.has(rule)));
	}
}

/** Rows in which each pair of values stands that a journey may meet. */
export function pairsFor(journey: Journey, rules: Rule[]): Turned[][] {
	const rows: Array<Row<unknown>> = coveringRows(
		rules.map((rule) => ({
			name: rule,
			values: values[rule].map((value: unknown) => ({
				value,
				isAlone: departures[rule]?.[written(value)]?.[journey.name] !== undefined,
			})),
		})),
	);
	return rows.map((row) =>
		[...row]
			.map(([rule, value]) => ({ rule: rule as Rule, value }))
			.filter(({ rule, value }) => value !== values[rule][0]),
	);
}
