import { tell } from './page';
import { summaryOf } from './rows';
import { departures, switchNamed } from './switches';
import { runTable } from './table';

/** Runs the whole table with one rule switched, and tells the page's section about it. */
export function runSwitched(name: string): void {
	const switched = switchNamed(name);
	runTable(switched, (found) => {
		const isDeparture = (cell: (typeof found)[number]) =>
			Object.keys(departures(name, cell)).length > 0;
		tell(name, `### ${name}\n\n${switched.reading}. ${summaryOf(found, isDeparture)}`);
	});
}
