import { z } from 'zod';

/** A 64-bit id, parsed to a string. After lossless parsing it is a string already, unless it is short. */
export const idSchema = z
	.union([z.string().min(1), z.number().int().nonnegative()])
	.transform((id) => String(id));

/** A count or time of the type int64: a number, or a string of digits beyond ±(2^53 - 1). */
export const int64Schema = z.union([z.number(), z.string().regex(/^-?\d+$/)]);

/**
 * A text that may be missing or null: TikTok leaves fields out. A finished private post was answered with its `status` alone (one
 * public capture, June 2026).
 */
export const textSchema = z.string().nullish();
