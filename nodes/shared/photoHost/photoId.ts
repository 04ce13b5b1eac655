const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** A photo that lies in this process alone; see shelf.ts. */
const inMemory = /^memory:[\w-]{43}$/;

/**
 * The ids of n8n's stores (by reading `blob.manager.js` of n8n-core 2.41.1 and `object-store.manager.js` of 1.123.81): files, S3 and
 * Azure have a path that ends in a random UUID, the database has the UUID alone. No part of a path is `.` or `..`.
 */
const stored = new RegExp(
	`^(?:[a-z][a-z0-9-]{0,30}:(?:(?!\\.{1,2}/)[^/\\\\:%\\p{Cc}]{1,100}/){1,12}binary_data/${uuid}|database:${uuid})$`,
	'u',
);

/**
 * Whether an id is one that n8n makes. Who has a credential in an n8n that several people use knows its secret, and could sign
 * anything: beside the random UUID this is the second lock.
 */
export function isPhotoId(id: string): boolean {
	return isShelfId(id) || stored.test(id);
}

/** Whether a photo lies on this process's shelf. */
export function isShelfId(id: string): boolean {
	return inMemory.test(id);
}
