import { ParameterError } from '../../shared/errors/parameterError';

/** A file that TikTok surely refuses. Its message is one sentence, of which each part can be had alone where several files are named. */
export class MediaRefusal extends ParameterError {
	/**
	 * @param parameter label of the parameter that the file comes from
	 * @param subject what the message calls the file
	 * @param fact what continues the subject: “is a PNG picture”
	 * @param wayOut how to get unstuck
	 * @param rule what TikTok takes instead, where the fact alone does not say it
	 */
	constructor(
		parameter: string,
		subject: string,
		readonly fact: string,
		wayOut: string,
		readonly rule?: string,
	) {
		super(parameter, [`${subject} ${fact}`, rule].filter(Boolean).join(', and '), wayOut);
	}
}

/** What came of holding a file against TikTok's limits. */
export type MediaCheck =
	/** It surely breaks a limit, by every reading of the limit and of the file. */
	| { kind: 'refused'; refusal: MediaRefusal }
	/** It may be sent. The warnings are sentences for the output: where TikTok has to judge. */
	| { kind: 'passed'; warnings: string[] };

/** One limit, and what each reading of the file says to it. */
export interface LimitCheck {
	/** What continues the subject of the message where a reading breaks the limit; undefined where it keeps it, or says nothing. */
	readings: Array<string | undefined>;
	/** What TikTok takes. */
	rule: string;
	wayOut: string;
}

/**
 * Refused is what breaks one of the limits by every reading, since a refusal of ours has no way round for the user; what
 * breaks it by some of them becomes a warning.
 *
 * @param parameter label of the parameter that the file comes from
 * @param subject what the message calls the file
 */
export function checkLimits(limits: LimitCheck[], parameter: string, subject: string): MediaCheck {
	const warnings: string[] = [];
	for (const { readings, rule, wayOut } of limits) {
		const broken = readings.filter((reading) => reading !== undefined);
		if (broken.length === 0) continue;
		if (broken.length === readings.length) {
			const refusal = new MediaRefusal(parameter, subject, broken[0], wayOut, rule);
			return { kind: 'refused', refusal };
		}
		warnings.push(
			`By one reading, ${lowerFirst(subject)} ${broken[0]}, and ${rule}. TikTok decides whether that counts.`,
		);
	}
	return { kind: 'passed', warnings };
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
