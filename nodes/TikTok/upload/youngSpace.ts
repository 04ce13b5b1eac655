/** Of one filler, in bytes: small enough for V8's young space, where large objects do not go. */
const fillerBytes = 64 * 1024;

/** After how many bytes is looked whether V8 ran a full collection. */
const stretch = 16 * 1024 * 1024;

/** So many stretches with a full collection in each are no accident. */
const maxInRow = 4;

/** How long the fillers stop when they cause full collections, in bytes; twice as long each further time. */
const firstPause = 4 * stretch;
const maxPause = 64 * firstPause;

/** Holds the last filler only: V8 must not see at once that nobody needs it. */
const latest: { filler?: unknown[] } = {};

/** What a WeakRef alone holds lives until the next full collection: V8's small ones keep it. */
const newSentinel = () => new WeakRef({});

let owed = 0;
let filled = 0;
let sentinel = newSentinel();
/** Stretches in a row with a full collection in each. */
let fullInRow = 0;
let pause = firstPause;

/**
 * To be called for bytes that have come in Buffers and will not be needed again soon. Fills V8's young space by as much,
 * so that the Buffers are freed by its small collections.
 *
 * Why: Buffers lie outside of V8's heap. A stream fills it so slowly that V8 does not look for dead Buffers until some
 * 64 MB of them have gathered, and then runs a full collection each time, which in n8n's heap costs more than sending
 * the bytes (docs/performance.md). Where the heap is nearly full, V8 cannot do small collections: the fillers stop.
 */
export function fillYoungSpace(bytes: number): void {
	owed += bytes;
	for (; owed >= fillerBytes; owed -= fillerBytes) {
		latest.filler = new Array(fillerBytes / 8);
		filled += fillerBytes;
		if (filled === stretch) look();
	}
}

function look(): void {
	filled = 0;
	if (sentinel.deref()) {
		fullInRow = 0;
		pause = firstPause;
		return;
	}
	sentinel = newSentinel();
	fullInRow += 1;
	if (fullInRow < maxInRow) return;
	fullInRow = 0;
	owed = -pause;
	pause = Math.min(2 * pause, maxPause);
}
