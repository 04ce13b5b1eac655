import type { Operation } from '../operation';
import { creator } from './creator';
import { photo } from './photo';
import { publish } from './publish';
import type { Resource } from './resource';
import { user } from './user';
import { video } from './video';

/** Every resource of the node, by the values of the parameter `resource`. */
export const resources = { creator, photo, publish, user, video } satisfies Record<
	string,
	Resource
>;

export type ResourceName = keyof typeof resources;

const pathOf = (resource: string, operation: string) => `${resource}/${operation}`;

const operations = new Map<string, Operation>(
	Object.entries(resources).flatMap(([resource, { operations: own }]) =>
		Object.entries(own).map(([name, operation]) => [pathOf(resource, name), operation] as const),
	),
);

/** The operation that the parameters `resource` and `operation` name; undefined where there is none. */
export function operationOf(resource: string, operation: string): Operation | undefined {
	return operations.get(pathOf(resource, operation));
}
