import type { BoundedReader } from './boundedReader';
import { boxes } from './box';
import { Fragments } from './fragments';
import { pictureOfBrand } from './isoContent';
import { isoFacts, type FactsSource } from './isoFacts';
import { cutOff, MediaDefect, withinBounds, type Inspection } from './mediaFacts';
import { isWithoutPicture, readMovie } from './movie';

/** What the boxes at the top of the file hold. */
interface Content extends FactsSource {
	hasMedia: boolean;
	/** Where the last box ended. */
	end: number;
}

/**
 * Reads MP4 and MOV. The source is asked in order, and no further than the index and the head of the media data; the
 * whole length is walked, from head to head, only when the index is at the end or the file is fragmented.
 *
 * @throws MediaDefect when the file cannot be played
 */
export async function inspectIso(reader: BoundedReader): Promise<Inspection> {
	const content: Content = { brand: 'qt  ', hasMedia: false, isComplete: false, end: 0 };
	content.isComplete = await withinBounds(readContent(reader, content));
	if (content.isComplete && !content.movie && pictureOfBrand(content.brand))
		return { kind: 'unknown container' };
	if (content.isComplete) requirePlayable(reader, content);
	return { kind: 'known', facts: isoFacts(content) };
}

async function readContent(reader: BoundedReader, content: Content): Promise<void> {
	for await (const box of boxes(reader, 0, reader.size)) {
		content.end = box.end;
		const isEssential = box.type === 'moov' || box.type === 'mdat' || box.type === 'moof';
		if (isEssential && box.missing > 0) throw cutOff(reader.size, box.missing);
		if (box.type === 'ftyp')
			content.brand = (await reader.head(box.body, box.end, 4)).toString('latin1');
		if (box.type === 'moov' && !content.movie) {
			content.movie = await readMovie(reader, box);
			if (content.movie.isFragmented) content.fragments = new Fragments(reader, content.movie);
		}
		if (box.type === 'mdat') content.hasMedia = true;
		if (box.type === 'moof') await content.fragments?.add(box);
		if (box.type === 'sidx') await content.fragments?.addIndex(box);
		if (content.movie && content.hasMedia && !content.fragments) return;
	}
}

function requirePlayable(reader: BoundedReader, { movie, hasMedia, end }: Content): void {
	if (!movie) {
		throw new MediaDefect(
			reader.size - end < 8
				? 'its index (moov) is missing, as after a recording or a download that was broken off'
				: `its structure cannot be read from byte ${end} on, and no index (moov) comes before`,
		);
	}
	if (!hasMedia) throw new MediaDefect('it ends after its index (moov): the media data is missing');
	if (movie.tracks.length === 0 && !movie.isCompressed)
		throw new MediaDefect('its index (moov) lists no tracks');
	if (isWithoutPicture(movie)) throw new MediaDefect('it holds no picture, only sound or text');
}
