/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { placeholdersIn, type Publisher } from '../../tools/release/placeholders';
import { run } from '../rig/child';
import { filesIn, root } from './sources';

const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(textOf('package.json')) as Publisher & { name: string };
const [, repository = ''] = /github\.com\/(.+)\.git$/.exec(manifest.repository.url) ?? [];

describe('what is a placeholder in package.json', () => {
	const changelog = '## 1.2.0 (2026-12-01)\n';
	const ours: Publisher = {
		version: '1.2.0',
		author: { name: 'Ada', email: 'ada@mail.dev' },
		repository: { url: 'git+https://github.com/ada/tiktok.git' },
		homepage: 'https://github.com/ada/tiktok#readme',
		bugs: { url: 'https://github.com/ada/tiktok/issues' },
	};

	test('nothing, where mail arrives and the repository is the one that publishes', () => {
		expect(placeholdersIn(ours, 'ada/tiktok', changelog)).toEqual([]);
	});

	test.each([
		'maintainers@n8n-nodes-tiktok-publisher.example',
		'ada@example.com',
		'ada@mail.example.org',
		'ada@localhost',
		'ada@mail.invalid',
		'1234+ada@users.noreply.github.com',
		'noreply@mail.dev',
		'ada at mail.dev',
		'',
	])('the e-mail address “%s”', (email) => {
		expect(
			placeholdersIn({ ...ours, author: { name: 'Ada', email } }, 'ada/tiktok', changelog),
		).toEqual([
			expect.stringMatching(/^package\.json: author\.email is .*, where no mail arrives\./),
		]);
	});

	test('each address of another repository', () => {
		const found = placeholdersIn(ours, 'ada/other', changelog);
		expect(found.map((line) => line.split(' ')[1])).toEqual([
			'repository.url',
			'homepage',
			'bugs.url',
		]);
		expect(found[0]).toContain('it has to be git+https://github.com/ada/other.git.');
	});

	test('a changelog that has no day for the version yet', () => {
		const released = '# Changelog\n\n## 1.2.0 (2026-12-01)\n';
		expect(placeholdersIn(ours, 'ada/tiktok', released)).toEqual([]);
		for (const heading of ['1.2.0', '1.2.0 (not released yet)', '1.2.1 (2026-12-01)'])
			expect(placeholdersIn(ours, 'ada/tiktok', `## ${heading}\n`)).toEqual([
				'CHANGELOG.md has no heading “## 1.2.0 (year-month-day)” with the day of this release.',
			]);
	});

	test('everything, where it is not said which repository publishes', () => {
		expect(placeholdersIn(ours, '', changelog)).toHaveLength(3);
	});
});

test('the publish workflow asks before anything is published, and stops', async () => {
	const steps = textOf('.github/workflows/publish.yml');
	const [asks, publishes] = ['npm run placeholders -- "$GITHUB_REPOSITORY"', 'npm run release'].map(
		(command) => steps.indexOf(command),
	);
	expect(asks).toBeGreaterThan(-1);
	expect(publishes).toBeGreaterThan(asks);
	expect(steps).not.toContain('continue-on-error');
	const program = ['--import', 'tsx', 'tools/release/main.ts', 'someone/else'];
	const { code, output } = await run(process.execPath, program, { cwd: root });
	expect(code).toBe(1);
	expect(output).toContain('package.json: repository.url is');
});

test('every file names the repository that package.json names', () => {
	const folders = ['.github', 'credentials', 'docs', 'nodes', 'test', 'tools', 'workflows'];
	const files = [
		...['CONTRIBUTING.md', 'README.md', 'SECURITY.md'],
		...folders.flatMap((folder) =>
			filesIn(join(root, folder), ['.json', '.md', '.ts', '.yml']).map(
				(path) => `${folder}/${path}`,
			),
		),
	];
	const other = files.flatMap((file) =>
		[...textOf(file).matchAll(/github\.com\/([\w.-]+\/[\w.-]*tiktok-publisher)\b/g)]
			.filter(([, named]) => named !== repository)
			.map(([link]) => `${file}: ${link}`),
	);
	expect(repository).not.toBe('');
	expect(other).toEqual([]);
});

test('every day CI runs the end-to-end tests on the newest n8n', () => {
	const workflow = textOf('.github/workflows/n8n-latest.yml');
	expect(workflow).toMatch(/schedule:\n\s+- cron: '\d+ \d+ \* \* \*'/);
	expect(workflow).toMatch(/npm run test:e2e\n\s+env:\n\s+E2E_N8N_VERSION: latest\n/);
});
