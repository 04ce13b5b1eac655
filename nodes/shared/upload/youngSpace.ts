/** Of one filler, in bytes: small enough for V8's young space, where large objects do not go. */
const fillerBytes = 64 * 1024;

/** Holds the last filler only: V8 must not see at once that nobody needs it. */
const latest: { filler?: unknown[] } = {};

let owed = 0;

/**
 * To be called for bytes that have come in Buffers and will not be needed again soon. Fills V8's young space by as much,
 * so that the Buffers are freed by its small collections.
 *
 * Why: Buffers lie outside of V8's heap. A stream fills it so slowly that V8 does not look for dead Buffers until some
 * 64 MB of them have gathered, and then runs a full collection each time, which in n8n's heap costs more than sending
 * the bytes (docs/performance.md). The fillers cost about a hundredth of that.
 */
export function fillYoungSpace(bytes: number): void {
	owed += bytes;
	for (; owed >= fillerBytes; owed -= fillerBytes) latest.filler = new Array(fillerBytes / 8);
}
