import { z } from 'zod';

import { PRIVACY_LEVELS, privacyLevelOptions, type Account, type PrivacyLevel } from '../model';
import { chunkPlanProblem, type ChunkPlan } from '../publishing/chunkPlan';
import { ownsUrl } from '../publishing/urlProperties';
import type { Rules } from '../rules';
import { forbidden, INVALID, invalidParams } from './answers';

/**
 * The parameters of posts:
 * https://developers.tiktok.com/doc/content-posting-api-reference-direct-post (videos),
 * https://developers.tiktok.com/docs/en/content-posting-api-reference-photo-post (photos).
 */

/** The longest texts, in UTF-16 units. */
export const VIDEO_TITLE = 2200;
export const PHOTO_TITLE = 90;
export const PHOTO_DESCRIPTION = 4000;
const MAX_PHOTOS = 35;

const flag = z.boolean().nullish();
const text = z.string().nullish();

/** A cover time that is missing or invalid means the first frame, so it is never refused. */
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

/** What is unknown here is a matter of the rules `refusePhotoDuetStitch` and `photoAigcPosition`. */
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

/** Unknown fields are ignored (a public report of 2026). */
const videoSource = z.discriminatedUnion('source', [
	z.object({
		source: z.literal('FILE_UPLOAD'),
		video_size: int64,
		chunk_size: int64,
		total_chunk_count: int64,
	}),
	z.object({ source: z.literal('PULL_FROM_URL'), video_url: z.string().url() }),
]);

/** Photos can only be pulled. */
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

/** The length of a text, in the unit of the rule `textUnit`. */
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
		level !== undefined && level !== null && !PRIVACY_LEVELS.some((known) => known === level);
	const missing =
		(level ?? undefined) === undefined && rules.missingPrivacyLevel === 'invalid_params';
	const toggles =
		typeof info.brand_content_toggle === 'boolean' &&
		typeof info.brand_organic_toggle === 'boolean';
	if (bad || missing || (rules.brandTogglesRequired && !toggles))
		throw invalidParams(rules, INVALID.postInfo);
}

/** Checks `post_info` of a video. @returns the privacy level that was asked for, if any. @throws ApiRefusal */
export function videoPost(value: unknown, rules: Rules): string | undefined {
	const info = parse(videoPostInfo, value, rules, INVALID.postInfo);
	if (lengthOf(info.title, rules) > VIDEO_TITLE) throw invalidParams(rules, INVALID.postInfo);
	assertDirectPost(info, rules);
	return info.privacy_level ?? undefined;
}

/** Checks `post_info` of photos. @returns the privacy level that was asked for, if any. @throws ApiRefusal */
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

/** Checks `source_info` of a video, with the rules for chunks. @throws ApiRefusal */
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

/** Checks `source_info` of photos. @returns their URLs. @throws ApiRefusal */
export function sourceOfPhotos(value: unknown, rules: Rules): string[] {
	const source = parse(photoSource, value, rules, INVALID.sourceInfo);
	if (source.photo_cover_index >= source.photo_images.length)
		throw invalidParams(rules, INVALID.sourceInfo);
	return source.photo_images;
}

/** @throws ApiRefusal unless the level is among the creator's current options; see the rule `unofferedPrivacyLevel` */
export function assertPrivacyOption(
	account: Account,
	level: string | undefined,
	rules: Rules,
): asserts level is PrivacyLevel {
	if (privacyLevelOptions(account).some((option) => option === level)) return;
	if (level !== undefined && rules.unofferedPrivacyLevel === 'invalid_params')
		throw invalidParams(rules, INVALID.postInfo);
	throw forbidden('privacy_level_option_mismatch');
}

/** @throws ApiRefusal (403) unless every URL is under a verified property */
export function assertOwnership(properties: readonly string[], urls: readonly string[]): void {
	if (!urls.every((url) => ownsUrl(properties, url))) throw forbidden('url_ownership_unverified');
}
