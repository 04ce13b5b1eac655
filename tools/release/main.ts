/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a program of Node's */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { placeholdersIn, type Publisher } from './placeholders';

/** `npm run placeholders -- owner/name`: ends with 1, and says why, while there is a placeholder. */
const [repository = ''] = process.argv.slice(2);
const textOf = (name: string) => readFileSync(join(__dirname, '..', '..', name), 'utf8');
const manifest = JSON.parse(textOf('package.json')) as Publisher;
const found = placeholdersIn(manifest, repository, textOf('CHANGELOG.md'));
for (const line of found) process.stderr.write(`${line}\n`);
if (found.length > 0) process.exitCode = 1;
