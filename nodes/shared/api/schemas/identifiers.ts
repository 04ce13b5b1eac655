import { z } from 'zod';

/** A 64-bit id: 19 digits, a string after lossless parsing; short ones may still be numbers. Comes out as a string. */
export const idSchema = z
	.union([z.string().min(1), z.number().int().nonnegative()])
	.transform((id) => String(id));

/** int64 counts and times: numbers, or strings of digits beyond 2^53 - 1. */
export const int64Schema = z.union([z.number(), z.string().regex(/^-?\d+$/)]);

/** An absent value, null included: TikTok leaves fields out (reference T§8). */
export const textSchema = z.string().nullish();
