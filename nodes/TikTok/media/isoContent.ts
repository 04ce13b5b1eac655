import type { Content } from './content';
import type { ContentName } from './contentNames';

/** Boxes that only begin a part of a stream, not a whole file. */
const segmentBoxes = ['styp', 'sidx', 'ssix', 'moof', 'emsg', 'prft'];

/** Boxes that a file of the ISO family can begin with; QuickTime's own may have no `ftyp`. */
const firstBoxes = new Set([
	...['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'uuid', 'jumb', 'udta', 'meta'],
	...segmentBoxes,
]);

/** Brands of pictures, which share the format with videos: https://mp4ra.org/registered-types/brands */
const pictureBrands: Array<[RegExp, ContentName]> = [
	[/^avi[fs]$/, 'avif'],
	[/^(mif[12]|msf1|hei[cxms]|hev[cmsx]|jpeg|jpgs)$/, 'heic'],
	[/^jp[2xmh] $/, 'jpeg2000'],
	[/^jxl $/, 'jpegXl'],
	[/^crx $/, 'cameraRaw'],
];

/** Brands that only videos carry. */
const videoBrand = /^(isom|mp4[12]|avc1|qt {2}|M4V )$/;

/** @param start the first bytes of the file, at least 8 */
export function isIsoFile(start: Buffer): boolean {
	return firstBoxes.has(start.toString('latin1', 4, 8));
}

/** @returns what a picture with this brand is; undefined for the brand of a video */
export function pictureOfBrand(brand: string): ContentName | undefined {
	return pictureBrands.find(([pattern]) => pattern.test(brand))?.[1];
}

/**
 * MP4, MOV, parts of streams, and the pictures of the same family: ISO/IEC 14496-12, §4.2 and §4.3, and
 * https://developer.apple.com/documentation/quicktime-file-format
 */
export function isoContent(beginning: Buffer): Content | undefined {
	let found: Content | undefined;
	for (const { type, body, end } of topBoxes(beginning)) {
		if (type === 'ftyp') return contentOfBrands(beginning.subarray(body, end));
		if (type === 'moof') return { kind: 'other', name: 'segment' };
		if (!firstBoxes.has(type)) continue;
		const isSegment = segmentBoxes.includes(type);
		found ??= { kind: 'video', type: isSegment ? 'video/mp4' : 'video/quicktime' };
		if (type === 'moov') return found;
	}
	return found;
}

/** The boxes whose heads lie in these bytes; none beyond a size or a type that no file has. */
function* topBoxes(bytes: Buffer): Generator<{ type: string; body: number; end: number }> {
	let at = 0;
	while (at + 8 <= bytes.length) {
		const type = bytes.toString('latin1', at + 4, at + 8);
		const isLong = bytes.readUInt32BE(at) === 1;
		const size =
			isLong && at + 16 <= bytes.length
				? Number(bytes.readBigUInt64BE(at + 8))
				: bytes.readUInt32BE(at) || Infinity;
		if (!/^[\w ©-]{4}$/.test(type)) return;
		yield { type, body: at + (isLong ? 16 : 8), end: at + size };
		if (size < 8) return;
		at += size;
	}
}

/** By the major brand, then the compatible ones. */
function contentOfBrands(ftyp: Buffer): Content {
	const brands = Array.from({ length: Math.floor(ftyp.length / 4) }, (_, index) =>
		ftyp.toString('latin1', index * 4, index * 4 + 4),
	);
	const [major = '', , ...others] = brands;
	// Such as mif1, which says no more than that it is a picture, before avif.
	const picture =
		pictureOfBrand(major) &&
		(others.map(pictureOfBrand).find((name) => name === 'avif') ?? pictureOfBrand(major));
	if (picture && !others.some((brand) => videoBrand.test(brand)))
		return { kind: 'other', name: picture };
	return { kind: 'video', type: major === 'qt  ' ? 'video/quicktime' : 'video/mp4' };
}
