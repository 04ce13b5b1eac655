import { describe, expect, test } from '@jest/globals';

import { inspectPhoto, type PhotoInspection } from '../../../nodes/TikTok/media/inspectPhoto';
import { notChecked, refusalOf } from '../../../nodes/TikTok/post/checkPhotos';
import { jpegOf } from '../media/photoBuilder';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const page = Buffer.from('<!DOCTYPE html><html></html>');
const good = jpegOf(1080, 1920);
const large = jpegOf(1086, 1448);
const larger = jpegOf(3024, 4032);

/** Photos in their order; a text is why one was not checked. */
const inspected = (...photos: Array<Buffer | string>) =>
	photos.map((photo, index) => {
		const inspection: PhotoInspection =
			typeof photo === 'string'
				? { kind: 'unknown', why: photo }
				: inspectPhoto({ beginning: photo }, 'Photo URLs', `Photo ${index + 1} of ‘Photo URLs’`);
		return { number: index + 1, inspection };
	});

describe('photos that TikTok would refuse', () => {
	const refusal = (...photos: Buffer[]) => {
		const { message, wayOut } = refusalOf(inspected(...photos)) ?? {};
		return [message, wayOut];
	};

	test('none', () => {
		expect(refusalOf(inspected(good, good, 'unknown'))).toBeUndefined();
	});

	test('one is named alone', () => {
		expect(refusal(good, png)).toEqual([
			'Photo 2 of ‘Photo URLs’ is a PNG picture, and TikTok takes photos as JPEG and WebP',
			'Convert the picture to JPEG, and use the address of the JPEG file.',
		]);
	});

	test('several are all named, each rule and each way out once', () => {
		expect(refusal(png, good, large, page, png, larger, png)).toEqual([
			'6 of the 7 photos of ‘Photo URLs’ cannot be posted: each of the photos 1, 5 and 7 is a PNG picture; photo 3 has 1086 × 1448 pixels; photo 4 is a web page (HTML); photo 6 has 3024 × 4032 pixels',
			'TikTok takes photos as JPEG and WebP. Convert the picture to JPEG, and use the address of the JPEG file. TikTok takes photos whose shorter side has at most 1080. Scale the picture down first, so that its shorter side has at most 1080 pixels; 1080 × 1920 is a safe choice. Use the address of the picture itself. A share link shows a page around the picture, and a link that has expired or asks for a login gives a page as well.',
		]);
	});
});

test('photos that were not checked, by the reason', () => {
	expect(notChecked(inspected(good, 'a', 'b', 'a', 'a'))).toEqual([
		'Photos 2, 4 and 5 were not checked: a. TikTok downloads them and decides.',
		'Photo 3 was not checked: b. TikTok downloads it and decides.',
	]);
});
