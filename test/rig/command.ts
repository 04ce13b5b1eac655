/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test rig: it runs a program */
import { exitOnSignals, ownTemporaryFolder } from './exit';
import { RigError } from './rigError';

/**
 * Runs one of the commands of package.json. However it ends, nothing that it started goes on, and its temporary folder is
 * gone. What a person can mend (RigError) is told in plain words, anything else with its stack; the exit code is 1 then.
 */
export async function runCommand(work: () => Promise<void>): Promise<void> {
	exitOnSignals();
	ownTemporaryFolder();
	try {
		await work();
	} catch (error) {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		process.stderr.write(`\n${error instanceof RigError ? error.message : text}\n`);
		process.exitCode = 1;
	}
}
