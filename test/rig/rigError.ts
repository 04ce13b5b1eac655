/** What went wrong while preparing or running the real n8n, in words for the person who started it. */
export class RigError extends Error {
	override readonly name = 'RigError';
}
