/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a program of Node's */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { generated } from './generated';

/** `npm run docs`: writes the pages that are made from the code. */
async function main(): Promise<void> {
	for (const [path, text] of Object.entries(generated)) {
		writeFileSync(join(__dirname, '..', '..', path), await text());
		process.stdout.write(`${path}\n`);
	}
}

void main();
