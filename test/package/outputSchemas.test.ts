/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test is a Node program */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import {
	nodeFolder,
	operations,
	outputProblems,
	outputSchema,
	schemaProblems,
	type OutputSchema,
} from './outputSchema';

/** What the editor's field picker can show. */
const shown = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

/** Every schema within a schema, itself first. */
function within(schema: OutputSchema): OutputSchema[] {
	const inner = [
		...Object.values(schema.properties ?? {}),
		...(schema.items ? [schema.items] : []),
	];
	return [schema, ...inner.flatMap(within)];
}

describe.each(operations)(
	'the output schema of $resource, $operation',
	({ resource, operation }) => {
		const schema = outputSchema(resource, operation);

		test('is found by n8n', () => {
			expect(schema).toMatchObject({ type: 'object', version: 1 });
		});

		test('is a JSON Schema', () => {
			expect(schemaProblems(schema ?? { type: 'none' })).toBe('');
		});

		test('can be shown: the first of several types counts, objects and lists tell what they hold', () => {
			for (const { type, properties, items } of within(schema ?? { type: 'none' })) {
				expect(shown).toContain(Array.isArray(type) ? type[0] : type);
				expect([properties !== undefined, items !== undefined]).toEqual([
					type === 'object',
					type === 'array',
				]);
			}
		});

		test('requires only what it declares', () => {
			for (const { properties, required = [] } of within(schema ?? { type: 'none' })) {
				expect(Object.keys(properties ?? {})).toEqual(expect.arrayContaining(required));
			}
		});
	},
);

test('there is no schema that belongs to no operation', () => {
	const found = readdirSync(join(nodeFolder, '__schema__'), { recursive: true, encoding: 'utf8' })
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => path.endsWith('.json'));
	expect(found.sort()).toEqual(
		operations.map(({ resource, operation }) => `v1.0.0/${resource}/${operation}.json`).sort(),
	);
});

test('a value is checked to the last key', () => {
	const schema = outputSchema('publish', 'cancel') ?? { type: 'none' };
	const value = {
		publish_id: 'v_pub_url~v2-1.1',
		status: 'FAILED',
		verdict: 'failed',
		post_ids: [],
		post_url: null,
		fail_reason: 'publish_cancelled',
		creator_username: null,
		uploaded_bytes: null,
		cancelled: true,
	};
	expect(outputProblems(schema, value)).toBe('');
	expect(outputProblems(schema, { ...value, post_ids: [1] })).toContain(
		'post_ids[0] should be string',
	);
	expect(outputProblems(schema, { ...value, extra: 1 })).toContain('additional properties');
	expect(outputProblems(schema, { ...value, verdict: 'done' })).toContain(
		'verdict should be equal to one of the allowed values',
	);
});
