import { createHash } from 'node:crypto';

/** As hex. */
export function sha256(content: Buffer | string): string {
	return createHash('sha256').update(content).digest('hex');
}
