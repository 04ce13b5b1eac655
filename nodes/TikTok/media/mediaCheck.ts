import { ParameterError } from '../../shared/errors/parameterError';

/** What came of holding a file against TikTok's limits. */
export type MediaCheck =
	/** It surely breaks a limit, by every reading of the limit and of the file. */
	| { kind: 'refused'; refusal: ParameterError }
	/** It may be sent. The warnings are sentences for the output: where TikTok has to judge. */
	| { kind: 'passed'; warnings: string[] };

/** One limit, and what each reading of the file says to it. */
export interface LimitCheck {
	/** What continues the subject of the message where a reading breaks the limit; undefined where it keeps it, or says nothing. */
	readings: Array<string | undefined>;
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
	for (const { readings, wayOut } of limits) {
		const broken = readings.filter((reading) => reading !== undefined);
		if (broken.length === 0) continue;
		if (broken.length === readings.length) {
			const refusal = new ParameterError(parameter, `${subject} ${broken[0]}`, wayOut);
			return { kind: 'refused', refusal };
		}
		warnings.push(
			`By one reading, ${lowerFirst(subject)} ${broken[0]}. TikTok decides whether that counts.`,
		);
	}
	return { kind: 'passed', warnings };
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
