import { input } from '../ffmpeg';
import { coded, vpx, type Shape } from './shape';

/** Declares another rate in the header (DefaultDuration), which ffmpeg writes with four bytes. */
function declaring120(bytes: Buffer): Buffer {
	const changed = Buffer.from(bytes);
	const at = changed.indexOf(Buffer.from('23e38384', 'hex'));
	changed.writeUInt32BE(8_333_333, at + 4);
	return changed;
}

const x264 = (...options: string[]) =>
	coded(['-c:v', 'libx264', '-preset', 'veryfast', ...options]);
const x265 = (...options: string[]) =>
	coded(['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', ...options]);
/** The codecs that TikTok lists, in their profiles, and WebM. */
export const codecs: Shape[] = [
	{
		name: 'H.264 Baseline',
		file: 'baseline.mp4',
		options: x264('-pix_fmt', 'yuv420p', '-profile:v', 'baseline'),
	},
	{
		name: 'H.264 Main',
		file: 'main.mp4',
		options: x264('-pix_fmt', 'yuv420p', '-profile:v', 'main'),
	},
	{
		name: 'H.264 High, with B-frames',
		file: 'high.mp4',
		options: x264('-pix_fmt', 'yuv420p', '-profile:v', 'high', '-bf', '3'),
	},
	{ name: 'H.264 of 10 bits', file: 'high10.mp4', options: x264('-pix_fmt', 'yuv420p10le') },
	{
		name: 'H.264 with its parameters in the stream',
		file: 'avc3.mp4',
		options: x264('-pix_fmt', 'yuv420p', '-tag:v', 'avc3'),
	},
	{
		name: 'H.264 with the colours of HDR',
		file: 'colours.mp4',
		options: x264(
			'-pix_fmt',
			'yuv420p10le',
			'-color_primaries',
			'bt2020',
			'-color_trc',
			'smpte2084',
			'-colorspace',
			'bt2020nc',
			'-movflags',
			'+write_colr',
		),
	},
	{ name: 'H.265 as hvc1', file: 'hvc1.mp4', encoder: 'libx265', options: x265('-tag:v', 'hvc1') },
	{ name: 'H.265 as hev1', file: 'hev1.mp4', encoder: 'libx265', options: x265('-tag:v', 'hev1') },
	{
		name: 'H.265 in QuickTime',
		file: 'hevc.mov',
		encoder: 'libx265',
		options: x265('-tag:v', 'hvc1'),
	},
	{
		name: 'H.265 with the data of HDR',
		file: 'hdr.mp4',
		encoder: 'libx265',
		options: coded([
			'-c:v',
			'libx265',
			'-preset',
			'ultrafast',
			'-pix_fmt',
			'yuv420p10le',
			'-tag:v',
			'hvc1',
			'-x265-params',
			'log-level=none:hdr10=1:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400',
		]),
	},
	{ name: 'VP9 in MP4', file: 'vp9.mp4', encoder: 'libvpx-vp9', options: coded(vpx('libvpx-vp9')) },
	{
		name: 'VP8',
		file: 'vp8.webm',
		encoder: 'libvpx',
		options: [
			...input.picture('s=360x360:r=25:d=1'),
			...input.sound(1.2),
			...vpx('libvpx'),
			'-c:a',
			'libopus',
		],
	},
	{
		name: 'VP9',
		file: 'vp9.webm',
		encoder: 'libvpx-vp9',
		options: coded(vpx('libvpx-vp9'), 's=360x360:r=60000/1001:d=0.5'),
	},
	{
		name: 'VP9 with alpha',
		file: 'alpha.webm',
		encoder: 'libvpx-vp9',
		options: coded(vpx('libvpx-vp9', '-pix_fmt', 'yuva420p')),
	},
	{
		name: 'WebM with room in front',
		file: 'void.webm',
		encoder: 'libvpx',
		options: coded(vpx('libvpx', '-reserve_index_space', '4000')),
	},
	{
		name: 'WebM in many clusters',
		file: 'clusters.webm',
		encoder: 'libvpx',
		options: coded(vpx('libvpx', '-g', '2', '-cluster_time_limit', '100'), 's=360x360:r=25:d=1'),
	},
	{
		name: 'WebM of a live recording',
		file: 'live.webm',
		encoder: 'libvpx',
		options: coded(vpx('libvpx', '-live', '1')),
	},
	{
		name: 'WebM that declares 120 frames a second and has 31',
		file: 'declared.webm',
		encoder: 'libvpx',
		options: coded(vpx('libvpx'), 's=360x360:r=31:d=2'),
		change: declaring120,
	},
];
