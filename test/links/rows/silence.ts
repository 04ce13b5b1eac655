import {
	allSilent,
	beforeInit,
	maxLateAttempts,
	oneSilence,
	photoPublished,
	published,
	stops,
	type Expected,
} from '../expected';
import type { HostBehaviour } from '../behaviour';
import { large, small, middle, type Row } from '../row';

/** TikTok still waits for its bytes when n8n's longest wait for the verdict is over. */
const stillProcessing: Expected = {
	ends: ['processing'],
	gets: 1,
	inits: 1,
	posts: 0,
	seconds: '≤ 720',
};

/** Where the host says nothing any more. */
const points: Array<[string, (times: number) => HostBehaviour, 'before the init' | 'after it']> = [
	['before its headers', (times) => ({ silent: { after: 'nothing', times } }), 'before the init'],
	['after its headers', (times) => ({ silent: { after: 'headers', times } }), 'before the init'],
	[
		'in the header of the video',
		(times) => ({ breaks: { how: 'silence', at: 100, times } }),
		'before the init',
	],
	['in the middle', (times) => ({ breaks: { how: 'silence', at: middle, times } }), 'after it'],
	[
		'before the last byte',
		(times) => ({ breaks: { how: 'silence', at: large.size - 1, times } }),
		'after it',
	],
];

export const silences: Row[] = [
	...points.map(([name, behaviour]): Row => {
		const { silent, breaks } = behaviour(1);
		return {
			name: `falls silent ${name}, once`,
			file: large,
			host: { silent, breaks },
			store: { silent, breaks },
			expected: {
				file: published('≤ 3', oneSilence),
				link: published('≤ 3', oneSilence),
				photo: stillProcessing,
			},
		};
	}),
	...points.map(([name, behaviour, when]): Row => {
		const { silent, breaks } = behaviour(Infinity);
		const inits = when === 'before the init' ? beforeInit : { inits: 1 };
		return {
			name: `falls silent ${name}, each time`,
			file: large,
			host: { silent, breaks },
			store: { silent, breaks },
			expected: {
				file: stops(
					['n8n’s store does not have it', 'the host breaks off'],
					`≤ ${maxLateAttempts}`,
					{ ...inits, ...allSilent },
				),
				link: stops(['the host is not reached', 'the host breaks off'], `≤ ${maxLateAttempts}`, {
					...inits,
					...allSilent,
				}),
				photo: stillProcessing,
			},
		};
	}),
	{
		name: 'is slow: 50 KB every 20 seconds',
		file: small,
		host: { piece: 50_000, pauseMs: 20_000 },
		store: { piece: 50_000, pauseMs: 20_000 },
		expected: {
			file: published('≤ 2', { seconds: '≤ 500' }),
			link: published(1, { seconds: '≤ 300' }),
			photo: photoPublished,
		},
	},
];
