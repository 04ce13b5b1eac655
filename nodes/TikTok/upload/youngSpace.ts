/**
 * Why this is here: Buffers lie outside of V8's heap, and one that is dead takes memory until V8 collects. Up to Node.js 22 dead
 * Buffers of 32 MB make V8 collect its young space, which takes a millisecond. Since Node.js 24 it would take 128 MB of them, and
 * at 64 MB V8 begins to collect its whole heap instead, which in n8n takes longer than sending the bytes
 * (https://github.com/nodejs/node/issues/61967, https://github.com/nodejs/node/issues/63863).
 */

const MiB = 1024 * 1024;

/** Of Buffers, in bytes: after each is looked whether V8 did a full collection. Left alone it does one in every third or fourth. */
const stretch = 16 * MiB;

/** Of one filler, in bytes: small enough for V8's young space, where large objects do not go. */
const fillerBytes = 64 * 1024;

/** Fillers for each byte of Buffers. The young space is 64 MB at most, so that it is collected at 32 MB of dead Buffers at the latest. */
const fillersPerByte = 2;

/** What is known after a stretch; all numbers count stretches. */
export interface Filling {
	/** Since the last full collection. */
	readonly quiet: number;
	/** So many stretches with fillers are still to come. */
	readonly left: number;
	/** In a row with a full collection in each, in spite of the fillers. */
	readonly inVain: number;
	/** For so long no filler is made, whatever V8 does. */
	readonly rest: number;
	/** The next rest. */
	readonly nextRest: number;
}

/** Full collections further apart than this are n8n's own, or were before the upload. */
const maxQuiet = 192;

/** One run of fillers. The full collections after it free what has grown old by mistake meanwhile. */
const wholeRun = 128;

/** Where the heap is nearly full V8 does full collections only, and fillers cause further ones. */
const maxInVain = 4;
const firstRest = 8;
const maxRest = 512;

export const atFirst: Filling = {
	quiet: Infinity,
	left: 0,
	inVain: 0,
	rest: 0,
	nextRest: firstRest,
};

/**
 * What follows from a stretch. There are no fillers before V8 was seen to collect its whole heap twice within
 * so few stretches that the Buffers may be why.
 *
 * @param sawFull whether it did in this stretch
 */
export function afterStretch(before: Filling, sawFull: boolean): Filling {
	const { left, nextRest } = before;
	const quiet = sawFull ? 0 : before.quiet + 1;
	if (before.rest > 0) return { ...before, quiet, rest: before.rest - 1 };
	const inVain = sawFull && left > 0 ? before.inVain + 1 : 0;
	if (inVain === maxInVain) {
		const longer = Math.min(2 * nextRest, maxRest);
		return { quiet, left: 0, inVain: 0, rest: nextRest, nextRest: longer };
	}
	if (sawFull && before.quiet < maxQuiet) return { ...before, quiet, left: wholeRun, inVain };
	const reset = left === 1 ? firstRest : nextRest;
	return { quiet, left: Math.max(0, left - 1), inVain, rest: 0, nextRest: reset };
}

/** Holds the last filler only: what nobody ever holds is not made at all. */
const latest: { filler?: unknown[] } = {};

/** What a WeakRef alone holds lives until the next full collection: V8's small ones keep it. */
const newSentinel = () => new WeakRef({});

let passed = 0;
let owed = 0;
let filling = atFirst;
let sentinel = newSentinel();

/**
 * To be called for bytes that have come in Buffers and will not be needed again soon. Where V8 does full collections because of them,
 * its young space is filled, so that small ones come in time.
 */
export function fillYoungSpace(bytes: number): void {
	passed += bytes;
	if (filling.left > 0) owed += bytes * fillersPerByte;
	for (; owed >= fillerBytes; owed -= fillerBytes) latest.filler = new Array(fillerBytes / 8);
	if (passed < stretch) return;
	passed = 0;
	const sawFull = sentinel.deref() === undefined;
	if (sawFull) sentinel = newSentinel();
	filling = afterStretch(filling, sawFull);
}
