/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test is a Node program; ajv comes with eslint */
import { join } from 'node:path';

import Ajv from 'ajv';
import { loadOutputSchema, type OutputSchemaRef } from 'n8n-core';

import { TikTok } from '../../nodes/TikTok/TikTok.node';
import { resources } from '../../nodes/TikTok/actions';

/** JSON Schema as n8n's own nodes use it: types, properties, items. */
export interface OutputSchema {
	type: string | string[];
	properties?: Record<string, OutputSchema>;
	items?: OutputSchema;
	required?: string[];
	enum?: string[];
	/** Of the schema as a whole. */
	version?: number;
}

export const nodeFolder = join(__dirname, '..', '..', 'nodes', 'TikTok');

/** Every operation of the node. */
export const operations = Object.entries(resources).flatMap(([resource, { operations: own }]) =>
	Object.keys(own).map((operation) => ({ resource, operation })),
);

/** The schema that n8n finds for an operation of the node's current version; undefined where it finds none. */
export function outputSchema(
	resource: string,
	operation: string,
	folder = nodeFolder,
): OutputSchema | undefined {
	const { version } = new TikTok().description;
	const ref: OutputSchemaRef = { nodeDir: folder, version: Number(version), resource, operation };
	return loadOutputSchema(ref) as OutputSchema | undefined;
}

/** The schema and all within it that nothing undeclared may appear beside. */
function closed(schema: OutputSchema): object {
	return {
		...schema,
		...(schema.items ? { items: closed(schema.items) } : {}),
		...(schema.properties
			? {
					properties: Object.fromEntries(
						Object.entries(schema.properties).map(([name, own]) => [name, closed(own)]),
					),
					additionalProperties: false,
				}
			: {}),
	};
}

const ajv = new Ajv({ allErrors: true });

/** Whether it is a JSON Schema (draft 7). @returns what is wrong with it, empty when nothing is */
export function schemaProblems(schema: OutputSchema): string {
	return ajv.validateSchema(schema) ? '' : ajv.errorsText();
}

/** @returns where a value differs from the schema, undeclared keys included; empty when it does not */
export function outputProblems(schema: OutputSchema, value: unknown): string {
	return ajv.validate(closed(schema), value) ? '' : ajv.errorsText();
}
