/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a program of Node's */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { defaultRules, type Rules } from './rules';

const PAGE = join(__dirname, '../../docs/simulator.md');

/** These lines enclose what is made from the code; the rest of the page is written by hand. */
const BEGIN =
	'<!-- Made by `npm run docs` from test/simulator/rules.ts and webhooks/webhookRules.ts: change them there. -->';
const END = '<!-- End of what is made. -->';

/** The files with switches. */
const FILES = ['rules.ts', 'webhooks/webhookRules.ts'];

export interface Switch {
	name: string;
	values: string;
	/** What is unsure, and where the values come from. */
	about: string;
}

/**
 * docs/simulator.md with the tables of the switches as they are in the code.
 *
 * @throws Error when the page has lost its marks, a switch has no comment or no default, or a comment names a source without an address
 */
export function simulatorPage(): string {
	const page = readFileSync(PAGE, 'utf8');
	const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
	if (before < 0 || after < before)
		throw new Error(`${PAGE} has lost the marks around the tables of switches`);
	return `${page.slice(0, before)}${BEGIN}\n\n${tables()}\n${sources()}\n\n${page.slice(after)}`;
}

/** The sources that the comments name in square brackets, with their addresses, as link definitions of Markdown. */
export function sources(): string {
	const texts = FILES.map((file) => readFileSync(join(__dirname, file), 'utf8'));
	const found = texts.flatMap((text) => [...text.matchAll(/^ \* (\[[^\]]+\]): (https:\S+)$/gm)]);
	const addresses = new Map(found.map(([, name = '', address = '']) => [name, address]));
	const named = [
		...tables()
			.replace(/`[^`]*`/g, '')
			.matchAll(/\[[^\]]+\]/g),
	].map(([name]) => name);
	const unknown = named.find((name) => !addresses.has(name));
	if (unknown !== undefined) throw new Error(`The source ${unknown} of a switch has no address`);
	return [...addresses].map(([name, address]) => `${name}: ${address}`).join('\n');
}

function tables(): string {
	const defaults = defaultRules();
	return [...switchGroups()]
		.map(([title, switches]) => {
			const rows = switches.map(
				({ name, values, about }) =>
					`| \`${name}\` | ${values} | \`${defaultOf(defaults, name)}\` | ${about} |`,
			);
			return [
				`### ${title}`,
				'',
				'| Switch | Values | Default | What it decides |',
				'| --- | --- | --- | --- |',
				...rows,
				'',
			].join('\n');
		})
		.join('\n');
}

/** All switches in their groups. */
export function switchGroups(): Map<string, Switch[]> {
	return new Map([
		...groupsIn('rules.ts'),
		['Webhooks', switchesIn('webhooks/webhookRules.ts')] as const,
	]);
}

function defaultOf(defaults: Rules, name: string): string {
	const value = Object.entries(defaults).find(([key]) => key === name)?.[1];
	if (value === undefined) throw new Error(`The switch ${name} has no default`);
	return String(value) || '(empty)';
}

/** The switches under each `// --- Title ---` of a file. */
function groupsIn(file: string): Map<string, Switch[]> {
	const text = readFileSync(join(__dirname, file), 'utf8');
	const titles = [...text.matchAll(/^\t\/\/ --- (.+?) -+$/gm)].map(({ index, 1: title = '' }) => ({
		index,
		title,
	}));
	const groups = new Map(titles.map(({ title }) => [title, [] as Switch[]]));
	for (const { position, ...one } of readSwitches(file, text)) {
		const title = titles.filter(({ index }) => index < position).at(-1)?.title ?? '';
		groups.get(title)?.push(one);
	}
	return groups;
}

const switchesIn = (file: string): Switch[] =>
	readSwitches(file, readFileSync(join(__dirname, file), 'utf8')).map(
		({ name, values, about }) => ({ name, values, about }),
	);

/** The members of the file's interface, with what their comments say. */
function readSwitches(file: string, text: string): (Switch & { position: number })[] {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found: (Switch & { position: number })[] = [];
	for (const statement of source.statements.filter(ts.isInterfaceDeclaration)) {
		for (const member of statement.members.filter(ts.isPropertySignature)) {
			const [comment] = ts.getJSDocCommentsAndTags(member);
			const about = ts.getTextOfJSDocComment(comment?.comment);
			if (about === undefined)
				throw new Error(`The switch ${member.name.getText(source)} has no comment`);
			const values = (member.type?.getText(source) ?? '')
				.replace(/^\|\s*/, '')
				.replace(/\s*\|\s*/g, ' or ')
				.replace(/'([^']*)'|\b(\d+)\b/g, '`$1$2`')
				.replaceAll('``', '(empty)');
			found.push({
				name: member.name.getText(source),
				values,
				about: about
					.replace(/\s+/g, ' ')
					.replace(/(`[^`]*`)|(<\w+>)/g, (found, code) => code ?? `\`${found}\``)
					.replaceAll('|', '\\|'),
				position: member.getStart(source),
			});
		}
	}
	return found;
}
