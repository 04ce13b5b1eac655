/** The value of a parameter cannot be used. `message` and `wayOut` are ready for the user. */
export class ParameterError extends Error {
	/**
	 * @param parameter the parameter's label in the node
	 * @param happened one sentence that names the parameter in single quotes
	 * @param wayOut how to get unstuck
	 */
	constructor(
		readonly parameter: string,
		happened: string,
		readonly wayOut: string,
	) {
		super(happened);
		this.name = 'ParameterError';
	}
}
