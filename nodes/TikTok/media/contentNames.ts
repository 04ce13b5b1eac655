/** What a file can be that is not a video or photo TikTok takes. `name` continues “The file is …”. */
interface NamedContent {
	name: string;
	group: keyof typeof waysOut;
}

/**
 * What makes a photo that TikTok takes out of any picture, with n8n's own node (tried in n8n 2.41.1 and 1.123.81). An install from npm
 * lacks GraphicsMagick.
 */
export const editImage =
	'Put n8n’s Edit Image node before this one: operation Resize, width 1080, height 1920, option ‘Only if Larger’; under Options add Format ‘jpeg’ and Quality 90. It needs GraphicsMagick, which n8n’s Docker image has. Where the pictures are several items, put an Aggregate node behind it (All Item Data, Include Binaries).';

const fileOfStep = 'Check which file the step before puts out: a JPEG or WebP picture is needed.';

/** How to get unstuck, by what the file is, where a video is wanted, a photo behind an address, or a photo as a file. */
const waysOut = {
	page: {
		video:
			'Use the address that downloads the file itself. A share link of a cloud storage shows a page around the file, and a link that has expired or asks for a login gives a page as well.',
		photo:
			'Use the address of the picture itself. A share link shows a page around the picture, and a link that has expired or asks for a login gives a page as well.',
		photoFile:
			'Read the page: often it says that a link has expired or asks for a login. Let the step before download the picture itself.',
	},
	answer: {
		video:
			'Read what the step or host before says in it: often that the video is not ready yet, or that the link has expired. Wait until the video is ready, and use the file, or the link to the file, that is named there.',
		photo:
			'Read what the host says in it: often that the picture is not ready yet, or that the link has expired. Use the address of the picture itself.',
		photoFile:
			'Read what is in it: often that the picture is not ready yet. Let the step before download the picture itself.',
	},
	playlist: {
		video:
			'Send the video file itself: a playlist only lists the addresses of its parts. Most services offer an MP4 of the same video.',
		photo: 'Use the address of a JPEG or WebP picture.',
		photoFile: fileOfStep,
	},
	segment: {
		video:
			'Send the whole video: this is one part of a stream, which cannot be played alone. Most services offer an MP4 of the same video.',
		photo: 'Use the address of a JPEG or WebP picture.',
		photoFile: fileOfStep,
	},
	base64: {
		video:
			'Turn the text into a file before this step, with the operation Move Base64 String to File of the Convert to File node.',
		photo: 'Use the address of a JPEG or WebP picture.',
		photoFile:
			'Turn the text into a file before this step, with the operation Move Base64 String to File of the Convert to File node.',
	},
	text: {
		video:
			'Read the text: it often says why there is no video. Check that the step before hands over the video and not something about it.',
		photo: 'Read the text: it often says why there is no picture. Use the address of the picture.',
		photoFile:
			'Read the text: it often says why there is no picture. Check that the step before puts out the picture itself.',
	},
	picture: {
		video: 'Choose a video, or use the resource Photo for pictures.',
		photo: 'Convert the picture to JPEG, and use the address of the JPEG file.',
		photoFile: editImage,
	},
	video: {
		video: 'Convert the video to H.264 in an MP4 file before this step.',
		photo: 'Choose a JPEG or WebP picture, or use the resource Video for videos.',
		photoFile: 'Choose a JPEG or WebP picture, or use the resource Video for videos.',
	},
	sound: {
		video: 'Choose a video: TikTok takes no sound alone. A still picture can be added before.',
		photo: 'Choose a JPEG or WebP picture.',
		photoFile: fileOfStep,
	},
	archive: {
		video: 'Unpack it before this step, for example with the Compression node, and send the video.',
		photo: 'Unpack it first, and use the address of the picture.',
		photoFile: 'Unpack it before this step, for example with the Compression node.',
	},
	document: {
		video: 'Choose a video: check that the step before hands over the right file.',
		photo: 'Choose a JPEG or WebP picture.',
		photoFile: fileOfStep,
	},
} as const;

/** Every content that is known for sure, by a short name for the code. */
export const contents = {
	webPage: { name: 'a web page (HTML)', group: 'page' },
	json: { name: 'data (JSON)', group: 'answer' },
	xml: { name: 'data (XML)', group: 'answer' },
	hlsPlaylist: { name: 'a playlist (m3u8)', group: 'playlist' },
	dashPlaylist: { name: 'a playlist (MPD)', group: 'playlist' },
	playlist: { name: 'a playlist', group: 'playlist' },
	segment: { name: 'a fragment of a video stream', group: 'segment' },
	base64: { name: 'a text that holds a file as base64', group: 'base64' },
	subtitles: { name: 'subtitles (WebVTT)', group: 'text' },
	text: { name: 'plain text', group: 'text' },
	jpeg: { name: 'a JPEG picture', group: 'picture' },
	webp: { name: 'a WebP picture', group: 'picture' },
	png: { name: 'a PNG picture', group: 'picture' },
	gif: { name: 'a GIF picture', group: 'picture' },
	heic: { name: 'a HEIC picture', group: 'picture' },
	avif: { name: 'an AVIF picture', group: 'picture' },
	jpegXl: { name: 'a JPEG XL picture', group: 'picture' },
	jpeg2000: { name: 'a JPEG 2000 picture', group: 'picture' },
	tiff: { name: 'a TIFF picture', group: 'picture' },
	bmp: { name: 'a BMP picture', group: 'picture' },
	svg: { name: 'an SVG drawing', group: 'picture' },
	photoshop: { name: 'a Photoshop file', group: 'picture' },
	cameraRaw: { name: 'a raw picture of a camera', group: 'picture' },
	mp4: { name: 'an MP4 video', group: 'video' },
	mov: { name: 'a QuickTime video (MOV)', group: 'video' },
	webm: { name: 'a WebM video', group: 'video' },
	matroska: { name: 'a Matroska video (MKV)', group: 'video' },
	mpegTs: { name: 'an MPEG-TS video', group: 'video' },
	mpegPs: { name: 'an MPEG-PS video', group: 'video' },
	avi: { name: 'an AVI video', group: 'video' },
	flv: { name: 'a Flash video (FLV)', group: 'video' },
	asf: { name: 'a Windows Media video (WMV)', group: 'video' },
	ogg: { name: 'an Ogg file', group: 'video' },
	realMedia: { name: 'a RealMedia video', group: 'video' },
	mxf: { name: 'an MXF video', group: 'video' },
	ivf: { name: 'an IVF video', group: 'video' },
	rawVideo: { name: 'a video without a container', group: 'video' },
	mp3: { name: 'a sound file (MP3)', group: 'sound' },
	aac: { name: 'a sound file (AAC)', group: 'sound' },
	wav: { name: 'a sound file (WAV)', group: 'sound' },
	flac: { name: 'a sound file (FLAC)', group: 'sound' },
	aiff: { name: 'a sound file (AIFF)', group: 'sound' },
	amr: { name: 'a sound file (AMR)', group: 'sound' },
	midi: { name: 'a sound file (MIDI)', group: 'sound' },
	zip: { name: 'an archive (ZIP)', group: 'archive' },
	gzip: { name: 'an archive (gzip)', group: 'archive' },
	bzip2: { name: 'an archive (bzip2)', group: 'archive' },
	xz: { name: 'an archive (xz)', group: 'archive' },
	zstd: { name: 'an archive (Zstandard)', group: 'archive' },
	rar: { name: 'an archive (RAR)', group: 'archive' },
	sevenZip: { name: 'an archive (7z)', group: 'archive' },
	tar: { name: 'an archive (tar)', group: 'archive' },
	pdf: { name: 'a PDF document', group: 'document' },
	office: { name: 'an Office document', group: 'document' },
	rtf: { name: 'an RTF document', group: 'document' },
} as const satisfies Record<string, NamedContent>;

export type ContentName = keyof typeof contents;

/** @returns what continues “The file is …” */
export function nameOf(content: ContentName): string {
	return contents[content].name;
}

/** What is wanted: a video, a photo behind an address, or a photo as a file. */
export type Wanted = 'video' | 'photo' | 'photoFile';

/** How to get unstuck when something is wanted, and this is what the file is. */
export function wayOutOf(content: ContentName, wanted: Wanted): string {
	return waysOut[contents[content].group][wanted];
}
