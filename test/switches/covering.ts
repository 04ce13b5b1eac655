/** A thing that can be turned, and its values, of which the first is the default. */
export interface Factor<Value> {
	name: string;
	values: Array<Choice<Value>>;
}

export interface Choice<Value> {
	value: Value;
	/** What this value does would hide what others do: a row has at most one such. */
	isAlone: boolean;
}

export type Row<Value> = Map<string, Value>;

const pairKey = (a: [number, number], b: [number, number]): string =>
	a[0] < b[0] ? `${a.join(':')} ${b.join(':')}` : `${b.join(':')} ${a.join(':')}`;

/**
 * Rows in which each pair of values of any two factors stands at least once, but for pairs of which either value would hide
 * the other. Greedy, and without chance: the same factors give the same rows.
 */
export function coveringRows<Value>(factors: Array<Factor<Value>>): Array<Row<Value>> {
	const open = new Set<string>();
	const isAlone = ([factor, choice]: [number, number]) => factors[factor].values[choice].isAlone;
	const choicesOf = (factor: number) =>
		factors[factor].values.map((_, choice): [number, number] => [factor, choice]);
	for (const [index] of factors.entries())
		for (let other = index + 1; other < factors.length; other++)
			for (const a of choicesOf(index))
				for (const b of choicesOf(other)) if (!isAlone(a) || !isAlone(b)) open.add(pairKey(a, b));
	const rows: Array<Row<Value>> = [];
	while (open.size > 0) {
		const [first] = open;
		const chosen = new Map(
			first.split(' ').map((one) => one.split(':').map(Number) as [number, number]),
		);
		for (const [factor] of factors.entries()) {
			if (chosen.has(factor)) continue;
			const hasAlone = [...chosen].some(isAlone);
			const gain = (choice: [number, number]) =>
				[...chosen].filter((other) => open.has(pairKey(choice, other))).length;
			const [best] = choicesOf(factor)
				.filter((choice) => !hasAlone || !isAlone(choice))
				.sort((a, b) => gain(b) - gain(a) || a[1] - b[1]);
			if (best) chosen.set(...best);
		}
		const entries = [...chosen];
		for (const [index, a] of entries.entries())
			for (const b of entries.slice(index + 1)) open.delete(pairKey(a, b));
		rows.push(
			new Map(
				entries.map(([factor, choice]) => [
					factors[factor].name,
					factors[factor].values[choice].value,
				]),
			),
		);
	}
	return rows;
}
