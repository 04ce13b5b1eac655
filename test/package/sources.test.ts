/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

import { filesIn, importsOf, nodesOf, root, sourcesIn, target, type Source } from './sources';

const sources = [...sourcesIn('credentials'), ...sourcesIn('nodes')];
const paths = new Set(sources.map(({ path }) => path));

/** Which folders or files of `nodes/` a folder may import from, besides itself: dependencies point one way (docs/architecture.md). */
const layers: Record<string, string[]> = {
	credentials: ['shared/oauth'],
	TikTok: [
		'TikTok/actions',
		'TikTok/methods',
		'TikTok/operation',
		'TikTok/post',
		'TikTok/session',
		'shared',
		'shared/async',
		'shared/errors',
	],
	'TikTok/methods': [
		'TikTok/creatorInfo',
		'TikTok/post/fields',
		'shared',
		'shared/api',
		'shared/errors',
	],
	'TikTok/actions': [
		'TikTok/operation',
		'TikTok/session',
		'TikTok/post',
		'TikTok/post/fields',
		'shared',
		'shared/api',
		'shared/errors',
		'shared/fields',
	],
	'TikTok/post': [
		'TikTok/progress',
		'TikTok/session',
		'TikTok/post/fields',
		'TikTok/media',
		'TikTok/upload',
		'shared',
		'shared/api',
		'shared/async',
		'shared/errors',
		'shared/photoHost',
	],
	'TikTok/post/fields': [
		'TikTok/session',
		'TikTok/upload',
		'shared',
		'shared/api',
		'shared/errors',
		'shared/fields',
		'shared/photoHost',
	],
	'TikTok/operation': ['TikTok/session'],
	'TikTok/session': ['TikTok/creatorInfo', 'TikTok/progress', 'shared/api'],
	'TikTok/progress': [],
	'TikTok/creatorInfo': ['shared', 'shared/api', 'shared/async', 'shared/errors'],
	'TikTok/upload': ['shared', 'shared/api', 'shared/async', 'shared/errors'],
	'TikTok/media': ['shared', 'shared/errors'],
	TikTokPhotoHostTrigger: ['shared', 'shared/errors', 'shared/fields', 'shared/photoHost'],
	TikTokTrigger: ['shared', 'shared/api', 'shared/errors', 'shared/fields'],
	TikTokWebhookTrigger: ['shared', 'shared/api', 'shared/errors', 'shared/fields', 'shared/oauth'],
	'shared/api': ['shared', 'shared/async', 'shared/errors', 'shared/oauth'],
	'shared/oauth': ['shared', 'shared/errors'],
	'shared/fields': ['shared', 'shared/errors'],
	'shared/async': [],
	'shared/photoHost': ['shared'],
	'shared/errors': ['shared', 'shared/async'],
	shared: [],
};

/** The packages that a folder may import; any other only n8n-workflow. */
const packages: Record<string, string[]> = {
	TikTokWebhookTrigger: ['n8n-workflow', 'node:crypto', 'zod'],
	'shared/api': ['n8n-workflow', 'zod'],
	'shared/photoHost': ['node:crypto'],
	'TikTok/post': ['n8n-workflow', 'node:crypto'],
};

/** The longest entry of the table that a file is or lies in. */
function layerOf(path: string): string {
	const own = path.replace(/^nodes\/|\.ts$/g, '');
	const found = Object.keys(layers).filter((layer) => own === layer || own.startsWith(`${layer}/`));
	return found.sort((one, other) => other.length - one.length)[0] ?? own;
}

const relative = (source: Source) =>
	importsOf(source)
		.filter(({ from }) => from.startsWith('.'))
		.map((one) => ({ ...one, target: target(source, one.from, paths) }));

/** Every file that a node or the credential's folder imports, however far away. */
function reachedFrom(layer: string): Set<string> {
	const byPath = new Map(sources.map((source) => [source.path.replace(/\.ts$/, ''), source]));
	const reached = new Set<string>();
	const visit = (path: string) => {
		if (reached.has(path)) return;
		reached.add(path);
		const source = byPath.get(path);
		if (source) for (const one of relative(source)) visit(one.target);
	};
	for (const path of byPath.keys())
		if (path.replace(/^nodes\//, '').startsWith(`${layer}/`)) visit(path);
	return reached;
}

describe('imports', () => {
	test('of every folder are known here', () => {
		expect([...new Set(sources.map(({ path }) => layerOf(path)))].sort()).toEqual(
			Object.keys(layers).sort(),
		);
	});

	test('lead to files that exist', () => {
		const lost = sources.flatMap((source) =>
			relative(source)
				.filter((one) => !paths.has(`${one.target}.ts`))
				.map((one) => `${source.path}: ${one.from}`),
		);
		expect(lost).toEqual([]);
	});

	test('point one way, types included', () => {
		const against = sources.flatMap((source) => {
			const own = layerOf(source.path);
			return relative(source)
				.filter((one) => layerOf(one.target) !== own && !layers[own].includes(layerOf(one.target)))
				.map((one) => `${source.path} → ${one.target}`);
		});
		expect(against).toEqual([]);
	});

	test('go round in no circle', () => {
		const edges = new Map(
			sources.map((source) => [
				source.path.replace(/\.ts$/, ''),
				relative(source).map((one) => one.target),
			]),
		);
		const done = new Set<string>();
		const visit = (path: string, way: string[]): string[] => {
			if (way.includes(path)) return [[...way.slice(way.indexOf(path)), path].join(' → ')];
			if (done.has(path)) return [];
			const found = (edges.get(path) ?? []).flatMap((next) => visit(next, [...way, path]));
			done.add(path);
			return found;
		};
		expect([...edges.keys()].flatMap((path) => visit(path, []))).toEqual([]);
	});

	test('of packages are those that n8n has at run time, or none where a part needs none', () => {
		const strange = sources.flatMap((source) => {
			const allowed = packages[layerOf(source.path)] ?? ['n8n-workflow'];
			return importsOf(source)
				.filter(({ from }) => !from.startsWith('.') && !allowed.includes(from))
				.map(({ from }) => `${source.path}: ${from}`);
		});
		expect(strange).toEqual([]);
	});

	// Newer exports are missing in older n8n, whose copy it is at run time.
	test('of values from n8n-workflow are long-established ones', () => {
		const values = sources.flatMap((source) =>
			importsOf(source)
				.filter(({ from, isTypeOnly }) => from === 'n8n-workflow' && !isTypeOnly)
				.flatMap(({ names }) => names.map((name) => ({ path: source.path, name }))),
		);
		const established = ['NodeApiError', 'NodeConnectionTypes', 'NodeOperationError', 'sleep'];
		expect(values.filter(({ name }) => !established.includes(name))).toEqual([]);
	});

	test('happen at the head of the file only', () => {
		const late = sources.filter(({ tree }) =>
			[...nodesOf(tree)].some(
				(node) =>
					ts.isCallExpression(node) && ['require', 'import'].includes(node.expression.getText()),
			),
		);
		expect(late.map(({ path }) => path)).toEqual([]);
	});
});

test('nodes/shared holds what several nodes use: at most 30 % of the lines', () => {
	const linesOf = (all: Source[]) =>
		all.reduce((sum, { text }) => sum + text.split('\n').length, 0);
	const shared = sources.filter(({ path }) => path.startsWith('nodes/shared/'));
	expect(linesOf(shared) / linesOf(sources)).toBeLessThanOrEqual(0.3);
	const nodesThatReach = (path: string) =>
		[
			'TikTok',
			'TikTokPhotoHostTrigger',
			'TikTokTrigger',
			'TikTokWebhookTrigger',
			'credentials',
		].filter((node) => reachedFrom(node).has(path));
	const ofOne = shared
		.map(({ path }) => path.replace(/\.ts$/, ''))
		.filter((path) => nodesThatReach(path).length < 2);
	expect(ofOne).toEqual([]);
});

describe('the sources', () => {
	test('switch no rule of lint or compiler off: n8n’s scanner ignores such comments', () => {
		const comments = sources.filter(({ text }) =>
			/eslint-(disable|enable)|@ts-(ignore|expect-error|nocheck)|istanbul ignore/.test(text),
		);
		expect(comments.map(({ path }) => path)).toEqual([]);
	});

	test('know no value of any type', () => {
		const places = sources.filter(({ tree }) =>
			[...nodesOf(tree)].some(({ kind }) => kind === ts.SyntaxKind.AnyKeyword),
		);
		expect(places.map(({ path }) => path)).toEqual([]);
	});

	test('leave nothing for later', () => {
		expect(
			sources.filter(({ text }) => /\b(TODO|FIXME|XXX|HACK)\b/.test(text)).map(({ path }) => path),
		).toEqual([]);
	});

	test('are named after their subject', () => {
		const nameless = /(^|\/)(utils?|helpers?|common|misc|GenericFunctions)(\.|\/)/i;
		expect([...paths].filter((path) => nameless.test(path))).toEqual([]);
	});

	test('lie beside nothing that does not ship', () => {
		const others = filesIn(`${root}/nodes`).filter(
			(path) =>
				!/(\.ts|^(TikTok(\w*Trigger)?)\/\2\.node\.json|\/tiktok(\.dark)?\.svg|^TikTok\/__schema__\/.+\.json)$/.test(
					path,
				),
		);
		expect(others).toEqual([]);
	});

	test('touch none of Node’s globals that n8n forbids', () => {
		const forbidden = new Set([
			'setTimeout',
			'setInterval',
			'setImmediate',
			'clearTimeout',
			'clearInterval',
			'clearImmediate',
			'queueMicrotask',
			'process',
			'global',
			'globalThis',
			'window',
			'__dirname',
			'__filename',
			'eval',
			'Function',
			'console',
			'fetch',
			'XMLHttpRequest',
		]);
		const used = sources.flatMap(({ path, tree }) =>
			[...nodesOf(tree)]
				.filter((node): node is ts.Identifier => ts.isIdentifier(node) && forbidden.has(node.text))
				.filter(
					({ parent, text }) =>
						!(ts.isPropertyAccessExpression(parent) && parent.name.text === text),
				)
				.map(({ text }) => `${path}: ${text}`),
		);
		expect(used).toEqual([]);
	});

	test('send the token through one place, and to one host', () => {
		const callers = sources.filter(({ text }) =>
			text.includes('httpRequestWithAuthentication.call'),
		);
		expect(callers.map(({ path }) => path)).toEqual(['nodes/shared/api/client.ts']);
		const hosts = sources.flatMap(
			({ text }) => text.match(/https:\/\/[\w.-]*tiktokapis\.com/g) ?? [],
		);
		expect(new Set(hosts)).toEqual(new Set(['https://open.tiktokapis.com']));
	});
});

test('comments cite pages by their addresses, not notes that a reader does not have', () => {
	const places = ['nodes', 'credentials', 'test', 'tools', 'docs']
		.flatMap((folder) =>
			filesIn(join(root, folder), ['.ts', '.md']).map((file) => `${folder}/${file}`),
		)
		.filter((path) => path !== 'test/package/sources.test.ts')
		.filter((path) => /\b[TNO]§|design §|reference T/.test(readFileSync(join(root, path), 'utf8')));
	expect(places).toEqual([]);
});
