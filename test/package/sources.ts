/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

import ts from 'typescript';

export const root = join(__dirname, '..', '..');

/** What a source file imports or exports from elsewhere. */
export interface Import {
	/** As it stands in the file. */
	from: string;
	/** Whether nothing of it is left at run time. */
	isTypeOnly: boolean;
	/** The names taken, `*` for all. */
	names: string[];
}

export interface Source {
	/** From the repository's root, with slashes. */
	path: string;
	text: string;
	tree: ts.SourceFile;
}

/** The files under a folder, with slashes, from that folder; all, or those that end in one of these. */
export function filesIn(folder: string, endings = ['']): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => statSync(join(folder, path)).isFile())
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => endings.some((ending) => path.endsWith(ending)))
		.sort();
}

/** The parsed TypeScript or JavaScript files of a folder. */
export function sourcesIn(folder: string, base = root): Source[] {
	return filesIn(join(base, folder), ['.ts', '.js']).map((file) => {
		const path = `${folder}/${file}`;
		const text = readFileSync(join(base, path), 'utf8');
		return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
	});
}

/** Every node of the tree, depth first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
	yield node;
	for (const child of node.getChildren()) yield* nodesOf(child);
}

function readImport(statement: ts.Statement): Import | undefined {
	if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined;
	if (!statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier))
		return undefined;
	const clause = ts.isImportDeclaration(statement) ? statement.importClause : statement;
	const bindings = ts.isImportDeclaration(statement)
		? statement.importClause?.namedBindings
		: statement.exportClause;
	const elements =
		bindings && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings))
			? [...bindings.elements]
			: undefined;
	const isTypeOnly =
		clause?.isTypeOnly === true ||
		(elements !== undefined && elements.length > 0 && elements.every((one) => one.isTypeOnly));
	const names = elements
		?.filter((one) => isTypeOnly || !one.isTypeOnly)
		.map((one) => (one.propertyName ?? one.name).text) ?? ['*'];
	return { from: statement.moduleSpecifier.text, isTypeOnly, names };
}

/** The import statements of a file, types included. */
export function importsOf({ tree }: Source): Import[] {
	return tree.statements.map(readImport).filter((found) => found !== undefined);
}

/** The literal arguments of `require(…)` and `import(…)`; anything that is no literal comes out as its text. */
export function requiresOf({ tree }: Source): string[] {
	const found: string[] = [];
	for (const node of nodesOf(tree)) {
		if (!ts.isCallExpression(node)) continue;
		const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
		if (!isRequire && node.expression.kind !== ts.SyntaxKind.ImportKeyword) continue;
		const [argument] = node.arguments;
		found.push(argument && ts.isStringLiteral(argument) ? argument.text : node.getText());
	}
	return found;
}

/** The file that a relative import means, from the repository's root, without its ending; `/index` where it is a folder. */
export function target({ path }: Source, from: string, paths: ReadonlySet<string>): string {
	const base = posix.join(dirname(path), from);
	return paths.has(`${base}.ts`) ? base : posix.join(base, 'index');
}
