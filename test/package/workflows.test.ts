/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import {
	isNote,
	readShippedWorkflow,
	shippedWorkflows,
	type ShippedWorkflow,
} from '../e2e/shippedWorkflow';
import { root } from './sources';

// The rules of n8n's template library, from its Creator Hub:
// https://n8n.notion.site/n8n-Creator-hub-7bd2cbe0fce0449198ecb23ff4a2f76f

type Node = ShippedWorkflow['nodes'][number];

/** n8n's colours of sticky notes; a note without a number is yellow. */
const [yellow, white] = [1, 7];
const verbs = ['Call', 'Let', 'Make', 'Post', 'Report', 'Save', 'Send'];
/** What else has a capital letter in a title. */
const properNames = ['AI', 'API', 'HTTP', 'Replicate', 'Request', 'TikTok', 'TikTok’s'];
/** Of a node on the canvas, in pixels. */
const nodeSize = 96;

const list = readFileSync(join(root, 'workflows/README.md'), 'utf8');
const textOfNote = ({ parameters }: Node) => String(parameters.content);
const colourOf = ({ parameters }: Node) => parameters.color ?? yellow;
const wordsIn = (text: string) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

const boxOf = ({ position: [left, top], parameters: { width, height } }: Node): Box => ({
	left,
	top,
	right: left + Number(width ?? nodeSize),
	bottom: top + Number(height ?? nodeSize),
});
const isWithin = (inner: Box, outer: Box) =>
	inner.left >= outer.left &&
	inner.top >= outer.top &&
	inner.right <= outer.right &&
	inner.bottom <= outer.bottom;
const overlap = (one: Box, other: Box) =>
	one.left < other.right &&
	other.left < one.right &&
	one.top < other.bottom &&
	other.top < one.bottom;

/** A node's place; its size is n8n's, whatever its parameters are called. */
const placeOf = (node: Node) => boxOf(isNote(node) ? node : { ...node, parameters: {} });

describe.each(shippedWorkflows)('workflows/%s.json', (file) => {
	const workflow = readShippedWorkflow(file);
	const notes = workflow.nodes.filter(isNote);
	const steps = workflow.nodes.filter((node) => !isNote(node));

	test('has a title that says verb, thing and TikTok, in sentence case', () => {
		expect(verbs).toContain(workflow.name.split(' ')[0]);
		expect(workflow.name).toContain('TikTok');
		expect(workflow.name).not.toMatch(/[.!|:]$|\p{Extended_Pictographic}/u);
		const capitals = wordsIn(workflow.name)
			.slice(1)
			.filter((word) => /^\p{Lu}/u.test(word));
		expect(capitals.filter((word) => !properNames.includes(word))).toEqual([]);
	});

	test('has one yellow note of 100 to 300 words, with its title, “How it works” and “Setup”', () => {
		const overviews = notes.filter((note) => colourOf(note) === yellow);
		expect(overviews).toHaveLength(1);
		const text = textOfNote(overviews[0]);
		expect(text.split('\n')[0]).toBe(`# ${workflow.name}`);
		expect(text).toMatch(/^## How it works\n[\s\S]*^## Setup\n/m);
		expect(wordsIn(text).length).toBeGreaterThanOrEqual(100);
		expect(wordsIn(text).length).toBeLessThanOrEqual(300);
	});

	test('has white notes under 50 words around its steps, with headings', () => {
		const sections = notes.filter((note) => colourOf(note) !== yellow);
		expect(sections.length).toBeGreaterThan(0);
		for (const section of sections) {
			expect([section.name, colourOf(section)]).toEqual([section.name, white]);
			expect(textOfNote(section)).toMatch(/^## .+\n/);
			expect(wordsIn(textOfNote(section)).length).toBeLessThan(50);
		}
		const around = sections.map(placeOf);
		const outside = steps.filter((step) => !around.some((box) => isWithin(placeOf(step), box)));
		expect(outside.map(({ name }) => name)).toEqual([]);
	});

	test('is tidy: no two notes and no two steps lie on each other', () => {
		for (const group of [notes, steps]) {
			const pairs = group.flatMap((one, index) =>
				group.slice(index + 1).map((other) => [one, other] as const),
			);
			const clashes = pairs.filter(([one, other]) => overlap(placeOf(one), placeOf(other)));
			expect(clashes.map(([one, other]) => `${one.name}, ${other.name}`)).toEqual([]);
		}
	});

	test('names in its notes the steps that it has', () => {
		const names = steps.map(({ name }) => name);
		const named = notes.flatMap((note) =>
			[
				...textOfNote(note).matchAll(
					/(?:credential in|place of|webhook into|Execute) \*([^*]+)\*/g,
				),
			].map(([, name]) => name),
		);
		expect(named.filter((name) => !names.includes(name))).toEqual([]);
	});

	test('holds nobody’s credentials, keys or addresses', () => {
		const text = JSON.stringify(workflow);
		expect(text).not.toMatch(/"credentials"|instanceId|pinData":\{"/);
		expect(text).not.toMatch(/(?:Key|Bearer|sk-)[ -]?[\w-]{20,}/);
	});

	test('is listed in workflows/README.md', () => {
		expect(list).toContain(`](${file}.json)`);
	});
});

test('every workflow has a title and identifiers of its own', () => {
	const all = shippedWorkflows.map(readShippedWorkflow);
	for (const values of [
		all.map(({ name }) => name),
		all.flatMap(({ nodes }) => nodes.map(({ id }) => id)),
	]) {
		expect(values.filter((value, index) => values.indexOf(value) !== index)).toEqual([]);
	}
});
