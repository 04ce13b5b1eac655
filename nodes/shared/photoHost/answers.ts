/** By this header the node that posts knows the answers of the node that hosts from those of anything before it. */
export const photoHostHeader = 'X-TikTok-Photo-Host';

/** What the host says of a photo, by HTTP status. */
export const photoHostStatus = {
	/** Nothing has this address. */
	unknown: 404,
	/** The signature is not this credential's, or its time is over. */
	refused: 403,
	/** The signature is right, and this process has no such file. */
	gone: 410,
} as const;

/** The part of a photo's address behind the prefix. */
export const photoPath = 'photo';
