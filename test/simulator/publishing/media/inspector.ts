import type { PublishTask } from '../../model';
import type { Rules } from '../../rules';
import { BoxWalker } from './boxWalker';
import { readMovie } from './movieBox';
import { pictureKind, pictureSize } from './picture';
import { BrokenMedia, type MediaVerdict, type VideoFacts } from './verdict';
import { readWebm } from './webm';

/** How much of the beginning of a file is kept: enough for the headers of WebM, JPEG and WebP. */
const HEAD_BYTES = 256 * 1024;

/** Types of the first box of an MP4 or MOV. */
const FIRST_BOXES = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];

/**
 * H.264, H.265, VP8 and VP9, as sample entries of MP4 and MOV and as codec ids of WebM:
 * https://developers.tiktok.com/doc/content-posting-api-media-transfer-guide
 */
const CODECS = ['avc1', 'avc2', 'avc3', 'avc4', 'hvc1', 'hev1', 'vp08', 'vp09', 'V_VP8', 'V_VP9'];

/** By the same page. */
const FRAME_RATE = { min: 23, max: 60 };
const SIDE = { min: 360, max: 4096 };
const MAX_PHOTO_BYTES = 20_000_000;
/** The page says “1080p”; seen live in August 2026: https://github.com/gitroomhq/postiz-app/pull/1875 */
const PHOTO_1080P = 1080;

/** Checks media as they stream by, in little memory. */
export class MediaInspector {
	private head: Buffer[] = [];

	private size = 0;

	private walker = new BoxWalker();

	constructor(private readonly task: PublishTask) {}

	push(piece: Buffer): void {
		if (this.size < HEAD_BYTES)
			this.head.push(Buffer.from(piece.subarray(0, HEAD_BYTES - this.size)));
		if (this.task.media === 'VIDEO') this.walker.push(piece);
		this.size += piece.length;
	}

	/** An inspector that has seen the same. */
	clone(): MediaInspector {
		const copy = new MediaInspector(this.task);
		copy.head = [...this.head];
		copy.size = this.size;
		copy.walker = this.walker.clone();
		return copy;
	}

	/** What TikTok thinks of the file, once all of it has passed. */
	verdict(rules: Rules): MediaVerdict {
		const head = Buffer.concat(this.head);
		if (this.task.media === 'PHOTO') return rules.mediaChecks ? this.photo(head, rules) : {};
		try {
			const facts = this.video(head);
			return rules.mediaChecks ? { ...facts, ...this.judge(facts, rules) } : facts;
		} catch (problem) {
			if (!rules.mediaChecks || !(problem instanceof BrokenMedia)) return {};
			return { failure: { reason: 'file_format_check_failed', detail: problem.message } };
		}
	}

	/** @throws BrokenMedia */
	private video(head: Buffer): VideoFacts {
		if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return readWebm(head);
		if (!FIRST_BOXES.includes(head.toString('latin1', 4, 8)))
			throw new BrokenMedia('neither MP4, MOV nor WebM');
		if (this.walker.moov === undefined) throw new BrokenMedia('there is no moov box');
		if (!this.walker.complete) throw new BrokenMedia('the file ends inside a box');
		return readMovie(this.walker.moov);
	}

	private judge(
		{ codec, durationSec, width, height, framesPerSecond }: VideoFacts,
		rules: Rules,
	): MediaVerdict {
		const { account } = this.task.grant;
		if (this.size > rules.maxVideoBytes || (codec !== undefined && !CODECS.includes(codec))) {
			return {
				failure: {
					reason: 'file_format_check_failed',
					detail: `codec ${codec ?? 'unknown'}, ${this.size} bytes`,
				},
			};
		}
		// The creator's own maximum is about posts; the user may still cut a draft. Whether the ten minutes of the page above or the
		// creator's maximum wins is not said. https://developers.tiktok.com/doc/content-posting-api-reference-query-creator-info
		const own = this.task.mode === 'DIRECT_POST' ? account.maxVideoPostDurationSec : Infinity;
		const longest = Math.min(own, rules.apiMaxDurationSeconds);
		if (durationSec !== undefined && durationSec > longest) {
			return {
				failure: {
					reason: 'duration_check_failed',
					detail: `${durationSec} s are more than ${longest} s`,
				},
			};
		}
		const sides = [width, height].filter((side) => side !== undefined);
		if (sides.some((side) => side < SIDE.min || side > SIDE.max)) {
			return { failure: { reason: 'picture_size_check_failed', detail: `${width} x ${height}` } };
		}
		const rate =
			framesPerSecond === undefined ? undefined : Math.round(framesPerSecond * 100) / 100;
		if (rate !== undefined && (rate < FRAME_RATE.min || rate > FRAME_RATE.max)) {
			return { failure: { reason: 'frame_rate_check_failed', detail: `${rate} fps` } };
		}
		return {};
	}

	private photo(head: Buffer, rules: Rules): MediaVerdict {
		if (pictureKind(head) === undefined) {
			return { failure: { reason: 'file_format_check_failed', detail: 'neither JPEG nor WebP' } };
		}
		const size = pictureSize(head);
		const side =
			size === undefined
				? 0
				: Math[rules.photo1080p === 'longSide' ? 'max' : 'min'](size.width, size.height);
		const tooLarge = rules.photo1080p !== 'off' && side > PHOTO_1080P;
		if (this.size <= MAX_PHOTO_BYTES && !tooLarge) return { ...size };
		const detail = `${this.size} bytes, ${size?.width ?? '?'} x ${size?.height ?? '?'}`;
		return { failure: { reason: 'picture_size_check_failed', detail } };
	}
}
