/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- tests of a Node program */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, expect, test } from '@jest/globals';
import ts from 'typescript';

const root = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'simulator-samples-'));
const page = readFileSync(join(root, 'docs/simulator.md'), 'utf8');

/** The programs of docs/simulator.md as files, with their imports made absolute. */
const samples = [...page.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = ''], index) => {
	const file = join(folder, `sample${index + 1}.mts`);
	const undici = JSON.stringify(join(root, 'node_modules/undici/index.js'));
	const simulator = JSON.stringify(join(root, 'test/simulator/index.ts'));
	writeFileSync(
		file,
		code.replaceAll("'./test/simulator'", simulator).replaceAll("'undici'", undici),
	);
	const prints = [...code.matchAll(/^\/\/ → (.*)$/gm)].map(([, line = '']) => `${line}\n`).join('');
	return { file, prints, number: index + 1 };
});

afterAll(() => rmSync(folder, { recursive: true }));

test('docs/simulator.md has the options of `npm run simulator`', () => {
	const help =
		/HELP = `([\s\S]*?)`/.exec(readFileSync(join(root, 'test/simulator/main.ts'), 'utf8'))?.[1] ??
		'';
	const options = [...help.matchAll(/^ {2}(--[\w-]+)/gm)]
		.map(([, option]) => option)
		.filter((option) => option !== '--help');
	const table = page
		.split('\n')
		.filter((line) => line.startsWith('| `--'))
		.map((line) => line.split('|')[1] ?? '');
	const documented = new Set(
		table.flatMap((cell) => [...cell.matchAll(/--[\w-]+/g)].map(([option]) => option)),
	);
	expect([...documented].sort()).toEqual(options.sort());
	expect(options.length).toBeGreaterThan(10);
});

test('the samples of docs/simulator.md fit the types', () => {
	const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) =>
		ts.sys.readFile(path),
	) as { config: { compilerOptions: object } };
	const { options } = ts.convertCompilerOptionsFromJson(
		{
			...config.compilerOptions,
			module: 'esnext',
			moduleResolution: 'bundler',
			allowImportingTsExtensions: true,
			noEmit: true,
			outDir: undefined,
			noUnusedLocals: true,
		},
		root,
	);
	const program = ts.createProgram(
		samples.map(({ file }) => file),
		{ ...options, typeRoots: [join(root, 'node_modules/@types')] },
	);
	const problems = samples.flatMap(({ file }) =>
		ts.getPreEmitDiagnostics(program, program.getSourceFile(file)),
	);
	expect(
		problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
	).toEqual([]);
	expect(samples).toHaveLength(5);
}, 60_000);

test.each(samples)(
	'sample $number of docs/simulator.md prints what it says',
	async ({ file, prints }) => {
		const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
			cwd: root,
		});
		expect(stdout).toBe(prints);
	},
	60_000,
);
