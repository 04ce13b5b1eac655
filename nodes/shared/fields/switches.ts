import { ParameterError } from '../errors/parameterError';

/**
 * The value of a switch. An expression may give text: `'false'` is off, and anything else than true and false is refused,
 * since it decides what is posted.
 *
 * @param parameter the switch's label
 * @param value what n8n gives for it
 * @param fallback what an absent value means
 * @throws ParameterError for any other value
 */
export function readSwitch(parameter: string, value: unknown, fallback = false): boolean {
	switch (value) {
		case true:
		case 'true':
			return true;
		case false:
		case 'false':
			return false;
		case undefined:
		case null:
		case '':
			return fallback;
		default:
			throw new ParameterError(
				parameter,
				`‘${parameter}’ is neither true nor false`,
				'Switch it on or off, or use an expression that gives true or false.',
			);
	}
}
