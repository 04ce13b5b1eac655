import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Session } from './session';

type Output = IDataObject | IDataObject[];

/** One operation: a file `<name>.operation.ts`. The router takes all items through each step before the next one begins. */
export interface Operation<Request = unknown> {
	/** Its fields in the panel, where it has any. */
	description?: INodeProperties[];
	/**
	 * Reads an item's parameters.
	 *
	 * @returns what is asked for, as data
	 * @throws ParameterError for a value that cannot be used
	 */
	read(context: IExecuteFunctions, itemIndex: number): Request;
	/** Checks what needs n8n alone. */
	check?(session: Session, itemIndex: number, request: Request): Promise<void>;
	/** Does it, for one item. @returns one output or a list */
	execute(session: Session, itemIndex: number, request: Request): Promise<Output>;
}

/** The compiler holds the steps of an operation against each other; for the router they are all alike. */
export function defineOperation<Request>(operation: Operation<Request>): Operation {
	return operation;
}
