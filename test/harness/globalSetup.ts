import { exitOnSignals, ownTemporaryFolder } from '../rig/exit';
import { forgetPackedOnce } from '../rig/pack';

let isDone = false;

/** For a whole run of jest, all workers included: whatever a test leaves in the temporary folder goes at the end. */
export default function setUp(): void {
	// In watch mode jest calls this before each run.
	if (isDone) return forgetPackedOnce();
	isDone = true;
	exitOnSignals();
	ownTemporaryFolder();
}
