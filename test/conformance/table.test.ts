/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

import { needs, type Requirement } from '../../tools/conformance/needs';
import { probeNames, probeOf } from '../../tools/conformance/probes';
import { cannot, questions } from '../../tools/conformance/questions';
import { literal } from '../../tools/conformance/verdict';
import { defaultRules } from '../simulator/rules';

/** The values of each rule by its type: those of a union, or undefined where it is a number or a list. */
function valuesByType(): Map<string, string[] | undefined> {
	const found = new Map<string, string[] | undefined>();
	for (const file of ['rules.ts', 'webhooks/webhookRules.ts']) {
		const text = readFileSync(join(__dirname, '../simulator', file), 'utf8');
		const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
		for (const statement of source.statements.filter(ts.isInterfaceDeclaration))
			for (const { name, type } of statement.members.filter(ts.isPropertySignature))
				found.set(name.getText(source), type === undefined ? undefined : literalsOf(type, source));
	}
	return found;
}

function literalsOf(type: ts.TypeNode, source: ts.SourceFile): string[] | undefined {
	if (type.kind === ts.SyntaxKind.BooleanKeyword) return ['false', 'true'];
	if (!ts.isUnionTypeNode(type)) return undefined;
	return type.types.map((one) => one.getText(source));
}

describe('the questions', () => {
	test('are there for each rule of the simulator, or the reason why there is none', () => {
		const asked = new Set<string>(questions.map(({ rule }) => rule));
		const rules = Object.keys(defaultRules());
		expect(rules.filter((rule) => !asked.has(rule) && !(rule in cannot))).toEqual([]);
		expect(rules.filter((rule) => asked.has(rule) && rule in cannot)).toEqual([]);
		expect(Object.keys(cannot).filter((rule) => !rules.includes(rule))).toEqual([]);
	});

	test.each(questions.map(({ rule, values }) => ({ rule, values })))(
		'know every value of $rule',
		({ rule, values }) => {
			const known = valuesByType().get(rule);
			if (known !== undefined) expect(values.map(literal).sort()).toEqual([...known].sort());
			else expect(values.length).toBeGreaterThan(0);
		},
	);

	test('use every probe', () => {
		const used = new Set<string>(questions.flatMap(({ from }) => from));
		const prepared = Object.values(needs).flatMap(({ after = [] }: Requirement) => after);
		for (const name of prepared) used.add(name);
		expect(probeNames.filter((name) => !used.has(name))).toEqual([]);
	});
});

describe('the probes', () => {
	test('leave a trace only with --post, and end the connection only with --revoke', () => {
		for (const { consequence, needs: wanted } of probeNames.map(probeOf)) {
			if (consequence?.kind === 'post') expect(wanted).toContain('--post');
			if (consequence?.kind === 'disconnects') expect(wanted).toContain('--revoke');
		}
	});

	test('may end the connection last of all, and end it at the very end', () => {
		const kinds = probeNames.map((name) => probeOf(name).consequence?.kind);
		const first = kinds.indexOf('may disconnect');
		expect(kinds.slice(first)).toEqual(['may disconnect', 'may disconnect', 'disconnects']);
	});

	test('come after what they cannot do without', () => {
		const names: readonly string[] = probeNames;
		for (const name of probeNames)
			for (const need of probeOf(name).needs) {
				const { after = [] }: Requirement = needs[need];
				for (const before of after) {
					expect(names).toContain(before);
					expect(names.indexOf(name)).toBeGreaterThan(names.indexOf(before));
				}
			}
	});
});
