import { z } from 'zod';

import { PRIVACY_LEVELS, privacyLevelOptions, type Account, type PrivacyLevel } from '../model';
import { chunkPlanProblem, type ChunkPlan } from '../publishing/chunkPlan';
import { ownsUrl } from '../publishing/urlProperties';
import type { Rules } from '../rules';
import { forbidden, INVALID, invalidParams } from './answers';

/** Limits of texts in UTF-16 units (T§4.1, T§6). */
export const VIDEO_TITLE = 2200;
export const PHOTO_TITLE = 90;
export const PHOTO_DESCRIPTION = 4000;
const MAX_PHOTOS = 35;

const flag = z.boolean().nullish();
const text = z.string().nullish();

/** T§4.1. A cover time that is missing or invalid means the first frame, so it is never refused. */
const videoPostInfo = z.object({
	title: text,
	privacy_level: text,
	disable_duet: flag,
	disable_stitch: flag,
	disable_comment: flag,
	video_cover_timestamp_ms: z.unknown(),
	brand_content_toggle: flag,
	brand_organic_toggle: flag,
	is_aigc: flag,
});

/** T§6. */
const photoPostInfo = z.object({
	title: text,
	description: text,
	privacy_level: text,
	disable_comment: flag,
	auto_add_music: flag,
	brand_content_toggle: flag,
	brand_organic_toggle: flag,
	disable_duet: z.unknown(),
	disable_stitch: z.unknown(),
	is_aigc: z.unknown(),
});

const int64 = z.number().int().nonnegative();

/** T§4.2. */
const videoSource = z.discriminatedUnion('source', [
	z.object({
		source: z.literal('FILE_UPLOAD'),
		video_size: int64,
		chunk_size: int64,
		total_chunk_count: int64,
	}),
	z.object({ source: z.literal('PULL_FROM_URL'), video_url: z.string().url() }),
]);

/** T§6: photos can only be pulled. */
const photoSource = z.object({
	source: z.literal('PULL_FROM_URL'),
	photo_images: z.array(z.string().url()).min(1).max(MAX_PHOTOS),
	photo_cover_index: int64,
});

export type VideoSource = { kind: 'file'; plan: ChunkPlan } | { kind: 'url'; urls: string[] };

function parse<Schema extends z.ZodTypeAny>(
	schema: Schema,
	value: unknown,
	rules: Rules,
	message: string,
): z.output<Schema> {
	const result = schema.safeParse(value);
	if (!result.success) throw invalidParams(rules, message);
	return result.data;
}

/** Length of a text in the unit of T§16.18. */
const lengthOf = (value: string | null | undefined, rules: Rules): number =>
	rules.textUnit === 'utf16' ? (value ?? '').length : [...(value ?? '')].length;

function assertDirectPost(
	info: {
		brand_content_toggle?: boolean | null;
		brand_organic_toggle?: boolean | null;
		privacy_level?: string | null;
	},
	rules: Rules,
): void {
	const { privacy_level: level } = info;
	const bad =
		level !== undefined && level !== null && !PRIVACY_LEVELS.some((known) => known === level); // T§4.5
	const missing =
		(level ?? undefined) === undefined && rules.missingPrivacyLevel === 'invalid_params'; // T§16.13
	const toggles =
		typeof info.brand_content_toggle === 'boolean' &&
		typeof info.brand_organic_toggle === 'boolean';
	if (bad || missing || (rules.brandTogglesRequired && !toggles))
		throw invalidParams(rules, INVALID.postInfo); // T§16.14
}

/** The parameters of a video's `post_info` (T§4.1). @returns the privacy level asked for, if any. */
export function videoPost(value: unknown, rules: Rules): string | undefined {
	const info = parse(videoPostInfo, value, rules, INVALID.postInfo);
	if (lengthOf(info.title, rules) > VIDEO_TITLE) throw invalidParams(rules, INVALID.postInfo);
	assertDirectPost(info, rules);
	return info.privacy_level ?? undefined;
}

/** The parameters of a photo's `post_info` (T§6). @returns the privacy level asked for, if any. */
export function photoPost(value: unknown, direct: boolean, rules: Rules): string | undefined {
	const info = parse(photoPostInfo, value, rules, INVALID.postInfo);
	const tooLong =
		lengthOf(info.title, rules) > PHOTO_TITLE ||
		lengthOf(info.description, rules) > PHOTO_DESCRIPTION;
	const foreign =
		rules.refusePhotoDuetStitch &&
		(info.disable_duet !== undefined || info.disable_stitch !== undefined);
	if (tooLong || foreign) throw invalidParams(rules, INVALID.postInfo);
	if (direct) assertDirectPost(info, rules);
	return info.privacy_level ?? undefined;
}

/** `source_info` of a video (T§4.2) with the chunk rules (T§7.1). */
export function sourceOfVideo(value: unknown, rules: Rules): VideoSource {
	const source = parse(videoSource, value, rules, INVALID.sourceInfo);
	if (source.source === 'PULL_FROM_URL') return { kind: 'url', urls: [source.video_url] };
	const plan: ChunkPlan = {
		videoSize: source.video_size,
		chunkSize: source.chunk_size,
		totalChunkCount: source.total_chunk_count,
	};
	const problem = chunkPlanProblem(plan, rules);
	if (problem !== undefined) throw invalidParams(rules, problem);
	return { kind: 'file', plan };
}

/** `source_info` of photos (T§6). */
export function sourceOfPhotos(value: unknown, rules: Rules): string[] {
	const source = parse(photoSource, value, rules, INVALID.sourceInfo);
	if (source.photo_cover_index >= source.photo_images.length)
		throw invalidParams(rules, INVALID.sourceInfo);
	return source.photo_images;
}

/** 403 unless the level is among the creator's current options (T§4.1, T§4.4). */
export function assertPrivacyOption(
	account: Account,
	level: string | undefined,
): asserts level is PrivacyLevel {
	if (!privacyLevelOptions(account).some((option) => option === level))
		throw forbidden('privacy_level_option_mismatch');
}

/** 403 unless every URL lies under a verified property (T§7.3). */
export function assertOwnership(properties: readonly string[], urls: readonly string[]): void {
	if (!urls.every((url) => ownsUrl(properties, url))) throw forbidden('url_ownership_unverified');
}
