import { expect } from '@jest/globals';

/** Whether a message refuses the value of a parameter, in one of the forms in which values are refused. */
export function isRefusal(message: string): boolean {
	return /^‘[^’]+’ (with its ‘Hashtags’ )?(must be |is empty|is not chosen|has [\d,]+ characters)/.test(
		message,
	);
}

/** What every refusal of a value has: n8n's class, the parameter's name, a way out, and nothing secret. */
export function expectRefusal(error: unknown, label: string): void {
	expect(error).toMatchObject({
		name: 'NodeOperationError',
		message: expect.stringContaining(`‘${label}’`),
		description: expect.stringMatching(/^[A-Z].{15,}/s),
	});
	expect(String(error)).not.toContain('secret');
}
