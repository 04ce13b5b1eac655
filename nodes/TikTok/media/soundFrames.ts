import type { ContentName } from './contentNames';

/** Sound that begins with its first frame, as MP3 and AAC may. */
export function soundOfFrames(beginning: Buffer): ContentName | undefined {
	if (isRunOf(beginning, mp3FrameBytes)) return 'mp3';
	return isRunOf(beginning, aacFrameBytes) ? 'aac' : undefined;
}

/** Whether three frames follow each other: the mark of one alone is too short to be sure. */
function isRunOf(bytes: Buffer, frameBytes: (header: Buffer) => number | undefined): boolean {
	let at = 0;
	for (let frames = 0; frames < 3; frames++) {
		const length = at + 6 <= bytes.length ? frameBytes(bytes.subarray(at, at + 6)) : undefined;
		if (length === undefined) return false;
		at += length;
	}
	return true;
}

/** In kbit/s, by index: layer III of MPEG-1, then of MPEG-2 (ISO/IEC 11172-3, §2.4.2.3; 13818-3). */
const bitRates = [
	[0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
	[0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

const sampleRates = [44_100, 48_000, 32_000];

/** Of a frame of MPEG layer III. */
function mp3FrameBytes(header: Buffer): number | undefined {
	if (header[0] !== 0xff || (header[1] & 0xe6) !== 0xe2) return undefined;
	const version = (header[1] >> 3) & 3;
	const isFirst = version === 3;
	const bitRate = bitRates[isFirst ? 0 : 1].at(header[2] >> 4 === 15 ? Infinity : header[2] >> 4);
	const sampleRate = sampleRates.at((header[2] >> 2) & 3);
	if (version === 1 || !bitRate || !sampleRate) return undefined;
	const rate = sampleRate / (isFirst ? 1 : version === 2 ? 2 : 4);
	return Math.floor(((isFirst ? 144 : 72) * bitRate * 1000) / rate) + ((header[2] >> 1) & 1);
}

/** Of a frame of AAC with its header (ADTS: ISO/IEC 13818-7, §6.2). */
function aacFrameBytes(header: Buffer): number | undefined {
	if (header[0] !== 0xff || (header[1] & 0xf6) !== 0xf0) return undefined;
	const length = ((header[3] & 3) << 11) | (header[4] << 3) | (header[5] >> 5);
	return length >= 7 ? length : undefined;
}
