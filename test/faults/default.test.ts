import { expect, test } from '@jest/globals';

import { isWriting, readPage, sectionsOf, tell } from './page';
import { introduction, sectionNames } from './introduction';
import { faultsTable, messagesOf, tableOf } from './rows';
import { asDocumented } from './switches';
import { runTable } from './table';

test('the page begins with what the table is, and has all sections', () => {
	tell('introduction', introduction + faultsTable());
	if (!isWriting) expect(sectionsOf(readPage())).toEqual(sectionNames);
});

runTable(asDocumented, (found, told) => {
	tell(asDocumented.name, `## Direct post by upload\n\n${tableOf(found)}\n### What the user reads\n\n${messagesOf(told)}`);
});
