/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test program, not a node */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { groupNames, type Group } from './groupNames';
import { values, written, type Rule } from './values';

/** A rule that is turned. */
export interface Turned {
	rule: Rule;
	value: unknown;
}

/** What was found of a journey. */
export interface Found {
	/** How it ends by default. */
	ends: string;
	/** The rules that TikTok looked up on the way, by default. */
	asked: Rule[];
	/** How it ended with one rule turned, by {@link keyOf}. */
	turned: Record<string, string>;
	/** The rules that were looked up with whatever single value. */
	rules: Rule[];
	/** How many rows of pairs were played. */
	rows: number;
}

/** By the journey's name. */
export type Findings = Record<string, Found>;

export const keyOf = ({ rule, value }: Turned): string => `${rule} ${written(value)}`;

/** How a journey ended with a rule so; undefined where it does not depend on the rule. */
export function endOf({ ends, asked, turned }: Found, one: Turned): string | undefined {
	if (!asked.includes(one.rule)) return undefined;
	return one.value === values[one.rule][0] ? ends : turned[keyOf(one)];
}

/** Where the files of a run leave what they found, for the page: set by globalSetup.ts. */
export const folderVariable = 'FINDINGS_FOLDER';

const fileOf = (group: Group) => join(process.env[folderVariable] ?? '', `${group}.json`);

export function leave(group: Group, findings: Findings): void {
	writeFileSync(fileOf(group), JSON.stringify(findings));
}

/** @returns undefined where not all groups were played */
export function collect(): Findings | undefined {
	const files = groupNames.map(fileOf);
	if (!files.every((file) => existsSync(file))) return undefined;
	const all = files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Findings);
	return Object.assign({}, ...all) as Findings;
}
