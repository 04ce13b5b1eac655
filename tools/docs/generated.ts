import { simulatorPage } from '../../test/simulator/simulatorPage';
import { conformancePage } from './conformancePage';
import { errorReference } from './errorReference';
import { postingOncePage } from './postStates';

/** The pages that are made from the code: path from the root of the repository → the text that it should have. */
export const generated: Record<string, () => string | Promise<string>> = {
	'docs/conformance.md': conformancePage,
	'docs/errors.md': errorReference,
	'docs/posting-once.md': postingOncePage,
	'docs/simulator.md': simulatorPage,
};
