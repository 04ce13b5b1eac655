const byName: Record<string, string[]> = {
	h264: ['avc1', 'avc2', 'avc3', 'avc4', 'dva1', 'dvav', 'ai12', 'ai13', 'ai15', 'ai16'],
	hevc: ['hvc1', 'hev1', 'dvh1', 'dvhe'],
	vp8: ['vp08', 'VP80'],
	vp9: ['vp09', 'VP90'],
	av1: ['av01', 'dav1'],
	vvc: ['vvc1', 'vvi1'],
	prores: ['apch', 'apcn', 'apcs', 'apco', 'ap4h', 'ap4x'],
	mjpeg: ['jpeg', 'mjpa', 'mjpb'],
	dnxhd: ['AVdn', 'AVdh'],
	cfhd: ['CFHD'],
	mpeg2video: [
		'mp2v',
		'hdv1',
		'hdv2',
		'hdv3',
		'xdv2',
		'xdv3',
		'xd54',
		'xd55',
		'xd5b',
		'xd5c',
		'mx3p',
		'mx5p',
	],
	h263: ['s263', 'H263', 'h263'],
	svq3: ['SVQ3'],
	qtrle: ['rle '],
	png: ['png '],
	rawvideo: ['raw ', '2vuy', 'yuv2', 'v210'],
};

const bySampleEntry = new Map(
	Object.entries(byName).flatMap(([name, types]) => types.map((type) => [type, name] as const)),
);

/** The video codec that a sample entry stands for (the list of mp4ra.org and ffmpeg's `isom.c`). */
export function codecOfSampleEntry(type: string): string | undefined {
	return bySampleEntry.get(type);
}

/** The video codec of an MPEG-4 elementary stream descriptor (the object types of mp4ra.org). */
export function codecOfObjectType(objectType: number): string | undefined {
	if (objectType >= 0x60 && objectType <= 0x65) return 'mpeg2video';
	const others: Record<number, string> = {
		0x20: 'mpeg4',
		0x21: 'h264',
		0x23: 'hevc',
		0x6a: 'mpeg1video',
		0x6c: 'mjpeg',
		0xb1: 'vp9',
	};
	return others[objectType];
}

const byMatroskaId: Record<string, string> = {
	V_VP8: 'vp8',
	V_VP9: 'vp9',
	V_AV1: 'av1',
	'V_MPEG4/ISO/AVC': 'h264',
	'V_MPEGH/ISO/HEVC': 'hevc',
	'V_MPEGI/ISO/VVC': 'vvc',
	'V_MPEG4/ISO/SP': 'mpeg4',
	'V_MPEG4/ISO/ASP': 'mpeg4',
	'V_MPEG4/ISO/AP': 'mpeg4',
	V_MPEG1: 'mpeg1video',
	V_MPEG2: 'mpeg2video',
	V_THEORA: 'theora',
	V_PRORES: 'prores',
	V_MJPEG: 'mjpeg',
	V_FFV1: 'ffv1',
};

/** The video codec of a Matroska CodecID (matroska.org, “Codec mappings”). Wrapped ones (`V_MS/VFW/FOURCC`) stay unknown. */
export function codecOfMatroska(id: string): string | undefined {
	return byMatroskaId[id];
}
