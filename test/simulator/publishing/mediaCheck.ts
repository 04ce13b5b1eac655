import type { PublishTask } from '../model';
import type { World } from '../world';
import type { MediaVerdict } from './mediaVerdict';

/** How much of the beginning of a file is looked at. */
export const HEAD_BYTES = 64;

/** Whether a file begins like an MP4 or MOV (a box with a known type) or a WebM (the EBML mark). T§7.4. */
function isVideo(head: Buffer): boolean {
	if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return true;
	const box = head.subarray(4, 8).toString('latin1');
	return ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'].includes(box);
}

/** T§6, T§7.4: JPEG or WebP, told by content. */
function isPhoto(head: Buffer): boolean {
	const jpeg = head.length >= 3 && head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
	const webp = head.subarray(0, 4).toString('latin1') === 'RIFF' && head.subarray(8, 12).toString('latin1') === 'WEBP';
	return jpeg || webp;
}

/** Judges a file by its first bytes (T§7.4, T§8.1). */
export function judgeHead(world: World, media: PublishTask['media'], head: Buffer): MediaVerdict {
	if (!world.rules.mediaChecks) return {};
	if (media === 'VIDEO' ? isVideo(head) : isPhoto(head)) return {};
	return { failure: { reason: 'file_format_check_failed', detail: 'not a supported container' } };
}
