import type { z } from 'zod';

import type { Probe } from '../probe';
import { browserProbes } from './browser';
import { endingProbes } from './ending';
import { envelopeProbes } from './envelope';
import { initProbes } from './inits';
import { postProbes } from './posts';
import { tokenProbes } from './tokens';
import { uploadProbes } from './uploads';
import { videoProbes } from './videos';

const { refresh, ...tokens } = tokenProbes;
const { creator, ...inits } = initProbes;
const { upload, contentType, parts, addresses } = uploadProbes;
const { codeAgain, ...browser } = browserProbes;
const { usedRefreshToken, revoke } = endingProbes;

/** Everything that can be asked, in the order in which it is: what may end the connection comes last. */
export const probes = {
	...tokens,
	...envelopeProbes,
	creator,
	upload,
	contentType,
	parts,
	...inits,
	addresses,
	...videoProbes,
	...postProbes,
	refresh,
	...browser,
	codeAgain,
	usedRefreshToken,
	revoke,
} as const;

export type ProbeName = keyof typeof probes;

/** The facts of a probe. */
export type FactsOf<Name extends ProbeName> = z.output<(typeof probes)[Name]['facts']>;

export const probeNames = Object.keys(probes) as ProbeName[]; // the keys of a literal

/** A probe without the type of its facts. */
export const probeOf = (name: ProbeName): Probe => probes[name];
