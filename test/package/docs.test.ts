/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { TikTokOAuth2Api } from '../../credentials/TikTokOAuth2Api.credentials';
import { TikTok } from '../../nodes/TikTok/TikTok.node';
import { explain, invalidParamsTexts, knownCodes } from '../../nodes/shared/errors/codes';
import { generated } from '../../tools/docs/generated';
import { tikTokTexts } from '../../tools/docs/tikTokTexts';
import { filesIn, root } from './sources';

const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

const pages = [
	...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'],
	...filesIn(join(root, 'docs'), ['.md']).map((path) => `docs/${path}`),
	'test/README.md',
	'workflows/README.md',
];

/** A page without its blocks of code, where nothing is a link or a heading. */
const proseOf = (page: string) => textOf(page).replace(/^```[\s\S]*?^```/gm, '');

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(page: string): string[] {
	const headings = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
	return headings.map((heading) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replace(/\s/g, '-'),
	);
}

/** The links of a page that lead into this repository. */
function linksOf(page: string): string[] {
	const targets = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(
		([, markdown, html]) => markdown ?? html,
	);
	return targets.filter((target) => !/^(https?|mailto):/.test(target));
}

function isDead(page: string, link: string): boolean {
	const [path, anchor] = link.split('#');
	const target = path === '' ? page : relative(root, join(root, dirname(page), decodeURI(path)));
	if (!existsSync(join(root, target))) return true;
	return (
		anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(decodeURI(anchor))
	);
}

describe('the pages', () => {
	test.each(Object.keys(generated))('%s is what `npm run docs` writes', async (path) => {
		expect(textOf(path)).toBe(await generated[path]());
	});

	test.each(pages)('%s leads nowhere where nothing is', (page) => {
		expect(linksOf(page).filter((link) => isDead(page, link))).toEqual([]);
	});

	test('are all found from the README, one from the other', () => {
		const found = new Set(['README.md']);
		for (const page of found) {
			for (const link of linksOf(page)) {
				const target = join(dirname(page), link.split('#')[0]);
				if (target.endsWith('.md')) found.add(target);
			}
		}
		expect(pages.filter((page) => !found.has(page))).toEqual([]);
	});

	test('the README is English alone; the Chinese guide is found from the English one', () => {
		expect(textOf('README.md')).not.toMatch(/\p{Script=Han}|zh-CN/u);
		expect(linksOf('docs/tiktok-app-setup.md')).toContain('tiktok-app-setup.zh-CN.md');
	});

	test('the README has the headings of n8n’s template', () => {
		const headings = [...proseOf('README.md').matchAll(/^## (.+)$/gm)].map(([, name]) => name);
		expect(headings).toEqual(
			expect.arrayContaining([
				...['Installation', 'Operations', 'Credentials', 'Compatibility', 'Usage', 'Resources'],
				'Version history',
			]),
		);
	});

	test('.ci/run runs what the README tells a newcomer, and nothing else', () => {
		const commandsOf = (text: string) =>
			new Set(
				[...text.matchAll(/^(?:step |if )?(npm (?:ci|test|run [\w:]+))/gm)].map(
					([, command]) => command,
				),
			);
		const [, told = ''] = /^```bash\n([\s\S]*?)^```/m.exec(textOf('README.md')) ?? [];
		expect(commandsOf(told).size).toBeGreaterThan(1);
		expect(commandsOf(textOf('.ci/run'))).toEqual(commandsOf(told));
	});

	test('name commands that exist', () => {
		const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
		const named = pages.flatMap((page) =>
			[...textOf(page).matchAll(/npm (?:run )(?:-s )?([a-z][\w:-]*)/g)].map(
				([, name]) => `${page}: ${name}`,
			),
		);
		expect(named.filter((one) => !(one.split(': ')[1] in scripts))).toEqual([]);
		expect(named.length).toBeGreaterThan(0);
	});
});

describe('test/README.md', () => {
	const named = linksOf('test/README.md').map((link) => link.replace(/\/$/, ''));

	test('says of every test file, or of its folder, what is tested there', () => {
		const tests = filesIn(join(root, 'test'), ['.test.ts']);
		expect(
			tests.filter((file) => ![file, dirname(file)].some((name) => named.includes(name))),
		).toEqual([]);
	});

	test('names none twice', () => {
		const tests = named.filter((name) => name.endsWith('.test.ts'));
		expect(tests).toEqual([...new Set(tests)]);
	});

	test('says of every command that tests whether CI runs it', () => {
		const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
		const page = textOf('test/README.md');
		const inCi = page.split('Not in CI')[0];
		const ci = textOf('.github/workflows/ci.yml');
		for (const name of Object.keys(scripts).filter(
			(one) => one.startsWith('test:') && one !== 'test:unit',
		)) {
			expect(page).toContain(`\`npm run ${name}\``);
			const isInCi = new RegExp(`\\b${name}(?![\\w:])`).test(ci);
			expect([name, inCi.includes(`\`npm run ${name}\``)]).toEqual([name, isInCi]);
		}
	});
});

test('the pages, the demo and CI name the same oldest Node', () => {
	const [, oldest = ''] = /node: \['([\d.]+)'/.exec(textOf('.github/workflows/ci.yml')) ?? [];
	expect(oldest).toMatch(/^\d+\.\d+$/);
	for (const page of ['README.md', 'CONTRIBUTING.md'])
		expect(
			new Set(
				[...textOf(page).matchAll(/Node\.js (\d+\.\d+) or newer/g)].map(([, named]) => named),
			),
		).toEqual(new Set([oldest]));
	expect(textOf('tools/demo/demo.ts')).toContain(`= [${oldest.replace('.', ', ')}];`);
});

test('the Chinese guide has every heading, step, row and trap of the English one', () => {
	const outline = (page: string) =>
		textOf(page)
			.split('\n')
			.map((line) => /^(#+ |> \*\*|- |\d+\. |\|)/.exec(line)?.[0])
			.filter((sign) => sign !== undefined);
	expect(outline('docs/tiktok-app-setup.zh-CN.md')).toEqual(outline('docs/tiktok-app-setup.md'));
});

test('n8n’s links into the README lead to headings', () => {
	const files = ['credentials', 'nodes'].flatMap((folder) =>
		filesIn(join(root, folder), ['.ts', '.json']).map((path) => `${folder}/${path}`),
	);
	const anchors = files.flatMap((file) =>
		[...textOf(file).matchAll(/n8n-nodes-tiktok-publisher#([\w-]+)/g)].map(([, anchor]) => anchor),
	);
	expect(
		anchors.filter((anchor) => !['readme', ...anchorsOf('README.md')].includes(anchor)),
	).toEqual([]);
	expect(anchors).toContain('connect-your-tiktok-account');
});

describe('the error reference', () => {
	const page = textOf('docs/errors.md');

	test('has every code with its sentence', () => {
		for (const [code, { happened, wayOut }] of Object.values(knownCodes).flatMap((group) =>
			Object.entries(group),
		)) {
			expect(page).toContain(`### \`${code}\`\n\n**${happened}.**`);
			expect(page).toContain(wayOut);
		}
	});

	test('says of no code more than there is', () => {
		const headings = [...page.matchAll(/^### `(\w+)`$/gm)].map(([, code]) => code);
		expect(headings.sort()).toEqual(Object.values(knownCodes).flatMap(Object.keys).sort());
	});

	test('can be searched by TikTok’s words', () => {
		for (const { text, code } of tikTokTexts) {
			expect(Object.values(knownCodes).some((group) => Object.hasOwn(group, code))).toBe(true);
			expect(page).toContain(
				`| ${text} | [\`${code}\`](#${code}) | ${explain(code, text).happened} |`,
			);
		}
	});

	test('has a full text of TikTok’s for each that the node looks for in one', () => {
		for (const { text } of invalidParamsTexts) {
			expect(tikTokTexts.filter((one) => one.text.toLowerCase().includes(text))).toHaveLength(1);
		}
	});
});

test('the picture of the architecture has every part', () => {
	const picture = textOf('docs/architecture.svg');
	const foldersIn = (path: string) =>
		readdirSync(join(root, path), { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map(({ name }) => name);
	const parts = [
		'credentials',
		...foldersIn('nodes').filter((name) => name !== 'shared'),
		...foldersIn('nodes/shared'),
	];
	expect(parts.filter((part) => !picture.includes(`>${part}</text>`))).toEqual([]);
});

describe('the words of n8n’s editor', () => {
	/** A label up to its parenthesis, which only explains it. */
	const labelOf = (displayName: string) => displayName.replace(/ \(.*$/, '');

	const visible = new TikTokOAuth2Api().properties.filter(
		({ type }) => !['hidden', 'notice'].includes(type),
	);

	test.each(['docs/tiktok-app-setup.md', 'docs/tiktok-app-setup.zh-CN.md'])(
		'are those of the credential in %s',
		(page) => {
			const text = textOf(page);
			expect(
				visible
					.map(({ displayName }) => labelOf(displayName))
					.filter((label) => !text.includes(label)),
			).toEqual([]);
		},
	);

	test('are those of the first post in the README', () => {
		const readme = textOf('README.md');
		const actions = new TikTok().description.properties
			.filter(({ name, displayOptions }) =>
				Boolean(name === 'operation' && displayOptions?.show?.resource?.includes('video')),
			)
			.flatMap(({ options = [] }) =>
				options.flatMap((option) =>
					'value' in option && ['directPost', 'uploadDraft'].includes(String(option.value))
						? [option.action]
						: [],
				),
			);
		expect(actions).toHaveLength(2);
		expect(actions.filter((action) => !readme.includes(`${action}**`))).toEqual([]);
	});

	test('are those of every operation in the README', () => {
		const readme = textOf('README.md');
		const { properties } = new TikTok().description;
		const resources = properties.find(({ name }) => name === 'resource')?.options ?? [];
		for (const resource of resources) {
			if (!('value' in resource)) continue;
			const [row = ''] = readme
				.split('\n')
				.filter((line) => line.startsWith(`| **${resource.name}** |`));
			const operations = properties.filter(
				({ name, displayOptions }) =>
					name === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
			);
			const names = operations.flatMap(({ options = [] }) => options.map(({ name }) => name));
			expect(names.length).toBeGreaterThan(0);
			expect(names.filter((name) => !row.includes(name))).toEqual([]);
		}
	});
});
