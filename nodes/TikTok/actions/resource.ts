import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Operation } from '../operation';

/** A resource of the node: what its panel shows, and what runs. */
export interface Resource {
	/** The list of operations, then their fields. */
	description: INodeProperties[];
	/** By the values of the parameter `operation`. */
	operations: Record<string, Operation>;
}

/**
 * Puts a resource together. The compiler holds the list of the panel against the operations: each entry has one, and each
 * operation an entry.
 *
 * @param list the parameter `operation`
 * @param operations by the values of that list
 * @param firstFields what stands above the operations' own fields
 */
export function defineResource<const Options extends readonly INodePropertyOptions[]>(
	list: Omit<INodeProperties, 'options'> & { options: Options },
	operations: Record<Options[number]['value'] & string, Operation>,
	firstFields: INodeProperties[] = [],
): Resource {
	const own = Object.values<Operation>(operations).flatMap(({ description = [] }) => description);
	return {
		description: [{ ...list, options: [...list.options] }, ...firstFields, ...own],
		operations,
	};
}
