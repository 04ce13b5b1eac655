/* eslint-disable @n8n/community-nodes/require-node-api-error -- a test program, not a node */
import type { Rules } from '../simulator';
import { coveringRows, type Row } from './covering';
import { departures } from './departures';
import type { Turned } from './findings';
import type { Journey } from './journey';
import type { Ending, Scene } from './scene';
import { values, written, type Rule } from './values';

/** The values of a rule other than the default, which comes first. */
export const turnedValuesOf = (rule: Rule): unknown[] => values[rule].slice(1);

/** How a journey has to end where the rules are turned so. @throws Error where two of them make it end otherwise */
export function promisedEnd(journey: Journey, turned: Turned[]): string {
	const ends = turned.flatMap(({ rule, value }) => {
		const end = departures[rule]?.[written(value)]?.[journey.name];
		if (end === undefined || typeof end === 'string') return end === undefined ? [] : [end];
		const isOff = turned.some(
			(other) => (end.unless as Partial<Record<Rule, unknown>>)[other.rule] === other.value,
		);
		if (!isOff) return [end.end];
		return end.then === undefined ? [] : [end.then];
	});
	if (ends.length > 1) throw new Error(`Two rules make “${journey.name}” end otherwise`);
	return ends[0] ?? journey.ends;
}

/** Plays a journey. @throws Error where it ends otherwise than promised, or breaks a promise of the README */
export async function play(scene: Scene, journey: Journey, turned: Turned[]): Promise<Ending> {
	const rules = Object.fromEntries(turned.map(({ rule, value }) => [rule, value]));
	try {
		const ending = await scene.play(journey, rules as Partial<Rules>);
		const promised = promisedEnd(journey, turned);
		if (ending.end !== promised)
			throw new Error(`It ends: ${ending.end}\nPromised is: ${promised}`);
		return ending;
	} catch (error) {
		const described = turned.map(({ rule, value }) => `${rule} = ${written(value)}`).join(', ');
		throw new Error(`With ${described || 'the defaults'}: ${(error as Error).message}`);
	}
}

/** Rows in which each pair of values stands that a journey may meet, as what is turned in them. */
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
