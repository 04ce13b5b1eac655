/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import setUp from '../harness/globalSetup';
import { folderVariable } from './findings';

/** Before the files that play journeys. */
export default function begin(): void {
	setUp();
	process.env[folderVariable] = mkdtempSync(join(tmpdir(), 'findings-'));
}
