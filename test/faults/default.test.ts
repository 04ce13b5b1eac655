import { test } from '@jest/globals';

import { aboutMessages, aboutSwitches, introduction } from './introduction';
import { expectNothingElse, tell } from './page';
import { faultsTable, messagesOf, tableOf } from './rows';
import { asDocumented } from './switches';
import { runTable } from './table';

test('the page tells what the table is, and holds nothing else', () => {
	tell('introduction', introduction + faultsTable());
	tell('switched', aboutSwitches);
	expectNothingElse();
});

runTable(asDocumented, (found, told) => {
	tell(
		asDocumented.name,
		`## Direct post by upload\n\n${tableOf(found)}\n### What the user reads\n\n${aboutMessages}${messagesOf(told)}`,
	);
});
