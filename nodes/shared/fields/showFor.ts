import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Stamps a display condition on fields that are declared plain; a field's own condition is added to it. */
export function showFor(
	show: IDisplayOptions['show'],
	fields: INodeProperties[],
): INodeProperties[] {
	return fields.map((field) => ({
		...field,
		displayOptions: {
			...field.displayOptions,
			show: { ...show, ...field.displayOptions?.show },
		},
	}));
}
