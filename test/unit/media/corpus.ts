import { codecs } from './corpus/codecs';
import { containers } from './corpus/containers';
import { notTaken } from './corpus/notTaken';
import { pictures } from './corpus/pictures';
import type { Shape } from './corpus/shape';
import { times } from './corpus/times';
import { tracks } from './corpus/tracks';

export { baseOptions, canMake, makeShape, type Shape } from './corpus/shape';

/** Video files as people have them, made by ffmpeg, some with boxes changed by hand. */
export const shapes: Shape[] = [
	...containers,
	...tracks,
	...times,
	...pictures,
	...codecs,
	...notTaken,
];
