/**
 * Where n8n keeps files in memory, they lie inside the items of an execution, and nobody else can get at them: what TikTok is to fetch
 * is put here, in the process that both nodes run in. The text is the one of the item, not a copy of it.
 */
interface ShelvedPhoto {
	base64: string;
	/** In bytes. */
	size: number;
	/** In ms since the epoch. */
	expiresAt: number;
}

/** How much lies here at most, in bytes of the photos. */
export const maxShelfBytes = 400_000_000;

const shelf = new Map<string, ShelvedPhoto>();

/**
 * Puts a photo on the shelf, or anew with a later time.
 *
 * @param base64 without line breaks
 * @param expiresAt in ms since the epoch
 * @returns false where there is no room
 */
export function putOnShelf(id: string, base64: string, expiresAt: number): boolean {
	const size = Buffer.byteLength(base64, 'base64');
	sweep();
	shelf.delete(id);
	const taken = [...shelf.values()].reduce((sum, photo) => sum + photo.size, 0);
	if (taken + size > maxShelfBytes) return false;
	shelf.set(id, { base64, size, expiresAt });
	return true;
}

/** @returns undefined where it does not lie here, or not any more */
export function takeFromShelf(id: string): Readonly<ShelvedPhoto> | undefined {
	sweep();
	return shelf.get(id);
}

/** TikTok has it. */
export function removeFromShelf(id: string): void {
	shelf.delete(id);
}

function sweep(): void {
	for (const [id, { expiresAt }] of shelf) if (expiresAt <= Date.now()) shelf.delete(id);
}
