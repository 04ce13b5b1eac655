import type { Row } from '../row';
import { breaks } from './breaks';
import { lengths } from './lengths';
import { oneTime } from './oneTime';
import { parts } from './parts';
import { redirects } from './redirects';
import { refusals } from './refusals';
import { silences } from './silence';

/** All behaviours, in the order of the page. */
export const rows: Row[] = [
	...parts,
	...breaks,
	...lengths,
	...refusals,
	...oneTime,
	...redirects,
	...silences,
];
