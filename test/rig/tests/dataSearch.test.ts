/* eslint-disable @n8n/community-nodes/no-restricted-imports -- tests of the rig's files */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { searchFolder } from '../dataSearch';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'data-search-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('finds texts in binary files, over the borders of what is read at once, and not in program files', async () => {
	const border = 1 << 20;
	const data = Buffer.alloc(border + 100, 0);
	data.write('act.secret', border - 4);
	writeFileSync(join(folder, 'database.sqlite'), data);
	mkdirSync(join(folder, 'deep', 'node_modules'), { recursive: true });
	writeFileSync(join(folder, 'deep', 'n8n.log'), 'token rft.other');
	writeFileSync(join(folder, 'deep', 'node_modules', 'x.js'), 'act.secret');
	const findings = await searchFolder(folder, ['act.secret', 'rft.other', 'absent']);
	expect(findings.sort((a, b) => a.index - b.index)).toEqual([
		{ file: 'database.sqlite', index: 0 },
		{ file: join('deep', 'n8n.log'), index: 1 },
	]);
});
