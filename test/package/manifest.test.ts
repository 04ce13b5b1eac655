/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { filesIn, root } from './sources';

const textOf = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

interface Manifest {
	[key: string]: unknown;
	name: string;
	version: string;
	description: string;
	keywords: string[];
	author: { name: string; email: string };
	scripts: Record<string, string>;
	devDependencies: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; strict: boolean; nodes: string[]; credentials: string[] };
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;

/** Lists within a value that hold objects: n8n's lint takes such an object for a manifest of its own. */
function listsOfObjects(value: unknown, path: string): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const inner = Object.entries(value).flatMap(([key, entry]) =>
		listsOfObjects(entry, `${path}.${key}`),
	);
	const isOne = Array.isArray(value) && value.some((entry) => typeof entry === 'object');
	return isOne ? [path, ...inner] : inner;
}

describe('the manifest', () => {
	test('says what n8n looks for in a community node', () => {
		expect(manifest).toMatchObject({
			name: expect.stringMatching(/^(@[\w.-]+\/)?n8n-nodes-[\w-]+$/),
			version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
			description: expect.stringMatching(/\S/),
			keywords: expect.arrayContaining(['n8n-community-node-package']),
			license: 'MIT',
			author: { name: expect.stringMatching(/\S/), email: expect.stringMatching(/^\S+@\S+$/) },
			homepage: expect.stringMatching(/^https:\/\//),
			repository: {
				type: 'git',
				url: expect.stringMatching(/^git\+https:\/\/github\.com\/[\w.-]+\/[\w.-]+\.git$/),
			},
			files: ['dist'],
		});
	});

	test('depends on nothing but n8n itself', () => {
		expect(Object.keys((manifest.dependencies ?? {}) as object)).toEqual([]);
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		for (const absent of [
			'optionalDependencies',
			'bundledDependencies',
			'bundleDependencies',
			'overrides',
			'bin',
			'n8nNodesApiVersion',
		]) {
			expect(manifest).not.toHaveProperty(absent);
		}
	});

	test('runs nothing when it is installed', () => {
		const atInstall = [
			'prepare',
			'preinstall',
			'install',
			'postinstall',
			'prepublish',
			'preprepare',
			'postprepare',
		];
		expect(Object.keys(manifest.scripts).filter((name) => atInstall.includes(name))).toEqual([]);
	});

	test('holds no template text, and no list of objects', () => {
		expect(textOf('package.json')).not.toMatch(/\{\{|<\.\.\.>|\.\.\./);
		expect(listsOfObjects(manifest, 'package.json')).toEqual([]);
	});

	test('names every node and credential of the sources, and no other', () => {
		const compiled = (folder: string, ending: string) =>
			filesIn(join(root, folder), [ending]).map(
				(path) => `dist/${folder}/${path.replace(/\.ts$/, '.js')}`,
			);
		expect(manifest.n8n).toEqual({
			n8nNodesApiVersion: 1,
			strict: true,
			nodes: compiled('nodes', '.node.ts'),
			credentials: compiled('credentials', '.credentials.ts'),
		});
	});

	test('pins zod to the line of n8n’s own copy, which is the one at run time', () => {
		expect(manifest.devDependencies.zod).toMatch(/^3\.25\./);
		expect(manifest.devDependencies).toHaveProperty('n8n-core');
	});

	test('publishes only through n8n’s release', () => {
		expect(manifest.scripts.prepublishOnly).toBe('n8n-node prerelease');
		expect(manifest.scripts.release).toBe('n8n-node release');
		expect(manifest.scripts.lint).toBe('n8n-node lint');
	});
});

describe('beside the manifest', () => {
	test('stands the licence that it names', () => {
		expect(textOf('LICENSE')).toMatch(/^MIT License/);
	});

	test('stands n8n’s lint configuration as its strict mode wants it', () => {
		expect(textOf('eslint.config.mjs').replace(/\s+/g, ' ').trim()).toBe(
			"import { config } from '@n8n/node-cli/eslint'; export default config;",
		);
	});

	test('the changelog knows the version', () => {
		expect(textOf('CHANGELOG.md')).toContain(`## ${manifest.version}`);
	});
});

describe('the codex file', () => {
	const codex = JSON.parse(textOf('nodes', 'TikTok', 'TikTok.node.json')) as Record<
		string,
		unknown
	>;

	test.each(['tikTok', 'tikTokPhotoHostTrigger', 'tikTokTrigger', 'tikTokWebhookTrigger'])(
		'of %s belongs to the node',
		(name) => {
			const folder = name.replace(/^t/, 'T');
			expect(JSON.parse(textOf('nodes', folder, `${folder}.node.json`))).toMatchObject({
				node: `${manifest.name}.${name}`,
				// n8n 2.41 puts “?utm_source=…” behind this address, which would become part of an anchor.
				resources: { primaryDocumentation: [{ url: expect.not.stringContaining('#') }] },
			});
		},
	);

	test('finds the node under what people look for, each word once', () => {
		const alias = codex.alias as string[];
		expect(alias).toEqual(
			expect.arrayContaining(['TikTok', 'Tik Tok', 'Social Media', 'Upload Video', 'Short Video']),
		);
		expect(new Set(alias.map((word) => word.toLowerCase())).size).toBe(alias.length);
	});
});

test('the icons are drawings for light and dark, of their own', () => {
	const [light, dark] = ['tiktok.svg', 'tiktok.dark.svg'].map((name) =>
		textOf('nodes', 'TikTok', name),
	);
	for (const icon of [light, dark]) {
		expect(icon).toMatch(/^<svg[^>]*\bviewBox="0 0 (\d+) \1"/);
		expect(icon).not.toMatch(/<(script|image|foreignObject|text)\b|href=|url\(http/i);
	}
	expect(light).not.toBe(dark);
});
