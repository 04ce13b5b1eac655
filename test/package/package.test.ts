/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ICredentialType, INodeTypeDescription } from 'n8n-workflow';

import { run } from '../rig/child';
import { buildPackage, inNode, type BuiltPackage } from './builtPackage';
import { operations, outputSchema } from './outputSchema';
import { filesIn, requiresOf, root, sourcesIn } from './sources';

const name = 'n8n-nodes-tiktok-publisher';
/** What n8n has for a community node, by its lint rule no-restricted-imports; Node's own crypto comes besides. */
const offered = ['n8n-workflow', 'zod'];

let built: BuiltPackage;
beforeAll(async () => (built = await buildPackage()), 120_000);
afterAll(async () => await built?.remove());

const inPackage = (...path: string[]) => join(built.unpacked, ...path);

describe('the tarball', () => {
	test('holds every compiled source, icon, codex and schema, and nothing else', () => {
		const compiled = ['credentials', 'nodes'].flatMap((folder) =>
			filesIn(join(root, folder)).map((path) => `dist/${folder}/${path.replace(/\.ts$/, '.js')}`),
		);
		const always = ['package.json', 'LICENSE', 'README.md'];
		expect(filesIn(built.unpacked)).toEqual([...compiled, ...always].sort());
	});

	test('passes the allow-list of the release', async () => {
		const gulp = join(root, 'node_modules', 'gulp', 'bin', 'gulp.js');
		const { code, output } = await run(process.execPath, [gulp, 'verify', '--silent'], {
			cwd: built.checkout,
		});
		expect({ code, output }).toEqual({
			code: 0,
			output: expect.stringMatching(/\d+ files, \d+\.\d kB packed/),
		});
	});

	test('has at most 120 kB', () => {
		expect(statSync(built.tarball).size).toBeLessThanOrEqual(120_000);
	});

	test('has the schemas where n8n looks for them', () => {
		for (const { resource, operation } of operations) {
			expect(outputSchema(resource, operation, inPackage('dist', 'nodes', 'TikTok'))).toEqual(
				outputSchema(resource, operation),
			);
		}
	});
});

describe('the compiled files', () => {
	test('require nothing but each other, and what n8n offers', () => {
		const found = new Set(
			sourcesIn('dist', built.unpacked)
				.flatMap(requiresOf)
				.filter((one) => !one.startsWith('./') && !one.startsWith('../')),
		);
		expect([...found].filter((one) => ![...offered, 'node:crypto'].includes(one))).toEqual([]);
		expect([...found]).toEqual(expect.arrayContaining(offered));
	});

	test('load where n8n’s modules are, and only those', async () => {
		const text = `
			const { join } = require('node:path');
			const folder = process.argv[1];
			const { n8n } = require(join(folder, 'package.json'));
			const classes = [...n8n.nodes, ...n8n.credentials].flatMap((file) => Object.entries(require(join(folder, file))));
			const missing = ['n8n-core', 'undici', 'axios', 'lodash'].filter((name) => {
				try { require.resolve(name, { paths: [folder] }); return false; } catch { return true; }
			});
			console.log(JSON.stringify({ made: classes.map(([name, Type]) => [name, typeof new Type()]), missing }));
		`;
		expect(await inNode({ text }, [built.unpacked], offered)).toEqual({
			made: [
				['TikTok', 'object'],
				['TikTokPhotoHostTrigger', 'object'],
				['TikTokTrigger', 'object'],
				['TikTokWebhookTrigger', 'object'],
				['TikTokOAuth2Api', 'object'],
			],
			missing: ['n8n-core', 'undici', 'axios', 'lodash'],
		});
	});

	test.each(offered)(
		'do not load without %s, so the test above sees what is missing',
		async (absent) => {
			const text =
				"console.log(JSON.stringify(Object.keys(require(process.argv[1] + '/dist/nodes/TikTok/TikTok.node.js'))));";
			const loading = inNode(
				{ text },
				[built.unpacked],
				offered.filter((one) => one !== absent),
			);
			await expect(loading).rejects.toThrow(`Cannot find module '${absent}'`);
		},
	);
});

interface Loaded {
	known: { nodes: Record<string, unknown>; credentials: Record<string, unknown> };
	nodes: Array<INodeTypeDescription & { iconUrl: { light: string; dark: string } }>;
	credentials: Array<ICredentialType & { iconUrl: { light: string; dark: string } }>;
	schema: unknown;
}

describe('n8n’s loader', () => {
	let loaded: Loaded;
	beforeAll(async () => {
		const core = join(root, 'node_modules', 'n8n-core');
		loaded = (await inNode({ file: 'loadAsN8n.cjs' }, [core, built.unpacked], offered)) as Loaded;
	}, 60_000);

	test('finds four nodes and one credential, which belong together', () => {
		expect(loaded.known).toEqual({
			nodes: {
				tikTok: { className: 'TikTok', sourcePath: 'dist/nodes/TikTok/TikTok.node.js' },
				tikTokPhotoHostTrigger: {
					className: 'TikTokPhotoHostTrigger',
					sourcePath: 'dist/nodes/TikTokPhotoHostTrigger/TikTokPhotoHostTrigger.node.js',
				},
				tikTokTrigger: {
					className: 'TikTokTrigger',
					sourcePath: 'dist/nodes/TikTokTrigger/TikTokTrigger.node.js',
				},
				tikTokWebhookTrigger: {
					className: 'TikTokWebhookTrigger',
					sourcePath: 'dist/nodes/TikTokWebhookTrigger/TikTokWebhookTrigger.node.js',
				},
			},
			credentials: {
				tikTokOAuth2Api: {
					className: 'TikTokOAuth2Api',
					sourcePath: 'dist/credentials/TikTokOAuth2Api.credentials.js',
					extends: ['oAuth2Api'],
					supportedNodes: [
						'tikTok',
						'tikTokPhotoHostTrigger',
						'tikTokTrigger',
						'tikTokWebhookTrigger',
					],
				},
			},
		});
	});

	test('shows the node with its version, codex and credential', () => {
		expect(loaded.nodes).toHaveLength(4);
		expect(loaded.nodes[0]).toMatchObject({
			displayName: 'TikTok',
			name: 'tikTok',
			version: 1,
			usableAsTool: true,
			communityNodePackageVersion: (
				JSON.parse(readFileSync(inPackage('package.json'), 'utf8')) as { version: string }
			).version,
			codex: {
				categories: ['Marketing', 'Communication'],
				alias: expect.arrayContaining(['TikTok', 'Social Media']),
			},
			credentials: [{ name: 'tikTokOAuth2Api', required: true }],
		});
	});

	test('shows the triggers as such: no input, no tool, poll times where n8n polls', () => {
		for (const trigger of loaded.nodes.slice(1)) {
			expect(trigger).toMatchObject({
				displayName: expect.stringMatching(/^TikTok .*Trigger$/),
				group: ['trigger'],
				inputs: [],
				codex: { alias: expect.arrayContaining(['TikTok']) },
				credentials: [{ name: 'tikTokOAuth2Api', required: true }],
			});
			expect(trigger).not.toHaveProperty('usableAsTool');
			expect(trigger.properties.some(({ name }) => name === 'pollTimes')).toBe(
				trigger.polling === true,
			);
		}
		expect(loaded.nodes.map(({ polling }) => polling === true)).toEqual([
			false,
			false,
			true,
			false,
		]);
	});

	test('shows every operation of the lookup table, and no other', () => {
		const choices = loaded.nodes[0].properties
			.filter((property) => property.name === 'operation')
			.flatMap(({ options, displayOptions }) =>
				(options ?? []).map(
					(option) =>
						`${String(displayOptions?.show?.resource?.[0])}.${'value' in option ? String(option.value) : ''}`,
				),
			);
		expect(choices.sort()).toEqual(
			operations.map(({ resource, operation }) => `${resource}.${operation}`).sort(),
		);
	});

	test('shows notices in words alone: of HTML, n8n 2.41’s editor leaves links and unnumbered lists', () => {
		const notices = [...loaded.nodes, ...loaded.credentials]
			.flatMap(({ properties }) => properties)
			.filter(({ type }) => type === 'notice');
		expect(notices.length).toBeGreaterThan(10);
		const tags = notices.flatMap(({ displayName }) => displayName.match(/<\/?\w+/g) ?? []);
		expect(new Set(tags)).toEqual(new Set(['<a', '</a']));
	});

	test('shows icons that are in the package, for light and dark', () => {
		for (const { iconUrl } of [...loaded.nodes, ...loaded.credentials]) {
			for (const url of [iconUrl.light, iconUrl.dark]) {
				expect(url).toMatch(new RegExp(`^icons/${name}/dist/nodes/TikTok/tiktok(\\.dark)?\\.svg$`));
				expect(readFileSync(inPackage(url.replace(`icons/${name}/`, '')), 'utf8')).toMatch(/^<svg/);
			}
			expect(iconUrl.light).not.toBe(iconUrl.dark);
		}
	});

	test('shows the credential as n8n’s OAuth2, with a way to its documentation', () => {
		expect(loaded.credentials).toHaveLength(1);
		expect(loaded.credentials[0]).toMatchObject({
			name: 'tikTokOAuth2Api',
			displayName: 'TikTok OAuth2 API',
			extends: ['oAuth2Api'],
			documentationUrl: expect.stringMatching(/^https:\/\/.+#.+$/),
		});
	});

	test('finds the output schemas', () => {
		expect(loaded.schema).toEqual(outputSchema('video', 'directPost'));
	});
});

describe('n8n’s scanner', () => {
	const scan = async (...only: string[]) =>
		await inNode({ file: 'scan.mjs' }, [built.checkout, built.unpacked, ...only]);

	test('has nothing against the sources and the shipped files', async () => {
		expect(await scan()).toEqual({ source: { passed: true }, shipped: { passed: true } });
	}, 90_000);

	test('would have, if there were something', async () => {
		const sins =
			"import fs from 'node:fs';\nsetTimeout(() => fs.existsSync('.'), 1); // eslint-disable-line\n";
		writeFileSync(join(built.checkout, 'nodes', 'sins.ts'), sins);
		writeFileSync(inPackage('dist', 'sins.js'), sins);
		expect(await scan('**/sins.{ts,js}')).toEqual({
			source: expect.objectContaining({
				passed: false,
				details: expect.stringContaining('setTimeout'),
			}),
			shipped: expect.objectContaining({
				passed: false,
				details: expect.stringContaining('node:fs'),
			}),
		});
	}, 60_000);
});
