import type { IExecuteFunctions } from 'n8n-workflow';

import { ParameterError } from '../../shared/errors/parameterError';
import { inspectPhoto, type PhotoInspection } from '../media/inspectPhoto';
import type { MediaRefusal } from '../media/mediaCheck';
import { fetchPhotos } from './fetchPhotos';
import { photoUrlsLabel } from './fields/photos';

/** A photo by its number in the list, from 1, and what was found of it. */
export interface InspectedPhoto {
	number: number;
	/** Where it is a file: the binary field, as messages name it. */
	field?: string;
	inspection: PhotoInspection;
}

/**
 * Looks at the beginning of each photo before TikTok is asked to download it: TikTok gives the whole post up for one of them, and does
 * not say for which. An address that n8n cannot reach may be one that TikTok can: it is no refusal.
 *
 * @param urls as TikTok gets them, in their order
 * @returns what TikTok has to judge, in short sentences
 * @throws ParameterError that names each photo that TikTok surely refuses
 */
export async function checkPhotos(context: IExecuteFunctions, urls: string[]): Promise<string[]> {
	const distinct = [...new Set(urls)];
	const parameter = photoUrlsLabel;
	const links = distinct.map((url) => ({ url, parameter, withoutRedirects: true }));
	const inspections = await fetchPhotos(context, links, (photo, index): PhotoInspection => {
		if ('why' in photo) return { kind: 'unknown', ...photo };
		const number = urls.indexOf(distinct[index]) + 1;
		return inspectPhoto(photo, parameter, `Photo ${number} of ‘${parameter}’`);
	});
	const photos = urls.map((url, index) => ({
		number: index + 1,
		inspection: inspections[distinct.indexOf(url)],
	}));
	const refusal = refusalOf(photos);
	if (refusal) throw refusal;
	return [
		...inspections.flatMap((one) => (one.kind === 'passed' ? one.warnings : [])),
		...notChecked(photos),
	];
}

/** @returns undefined where TikTok may take all of them */
export function refusalOf(photos: InspectedPhoto[]): ParameterError | undefined {
	const refused: Array<[string, MediaRefusal]> = photos.flatMap((photo) =>
		photo.inspection.kind === 'refused' ? [[nameOf(photo), photo.inspection.refusal]] : [],
	);
	if (refused.length <= 1) return refused[0]?.[1];
	const [[, { parameter }]] = refused;
	const facts = [...grouped(refused, ({ fact }) => fact)].map(([fact, numbers]) =>
		numbers.length === 1
			? `photo ${numbers[0]} ${fact}`
			: `each of the photos ${listed(numbers)} ${fact}`,
	);
	const advice = refused.flatMap(([, { rule, wayOut }]) =>
		rule ? [`${rule}.`, wayOut] : [wayOut],
	);
	return new ParameterError(
		parameter,
		`${refused.length} of the ${photos.length} photos of ‘${parameter}’ cannot be posted: ${facts.join('; ')}`,
		[...new Set(advice)].join(' '),
	);
}

/** A sentence for each reason why photos were not checked. */
export function notChecked(photos: InspectedPhoto[]): string[] {
	const unknown: Array<[string, string]> = photos.flatMap((photo) =>
		photo.inspection.kind === 'unknown' ? [[nameOf(photo), photo.inspection.why]] : [],
	);
	return [...grouped(unknown, (why) => why)].map(([why, numbers]) =>
		numbers.length === 1
			? `Photo ${numbers[0]} was not checked: ${why}. TikTok downloads it and decides.`
			: `Photos ${listed(numbers)} were not checked: ${why}. TikTok downloads them and decides.`,
	);
}

function nameOf({ number, field }: InspectedPhoto): string {
	return field === undefined ? String(number) : `${number} (${field})`;
}

/** @returns the names of what has the same key, in the order in which the keys come first */
function grouped<T>(
	entries: Array<[string, T]>,
	keyOf: (value: T) => string,
): Map<string, string[]> {
	const groups = new Map<string, string[]>();
	for (const [name, value] of entries) {
		const key = keyOf(value);
		groups.set(key, [...(groups.get(key) ?? []), name]);
	}
	return groups;
}

/** @param names two or more */
function listed(names: string[]): string {
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
