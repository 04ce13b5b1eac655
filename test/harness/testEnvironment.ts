/* eslint-disable @n8n/community-nodes/no-restricted-globals -- tests are Node programs, not nodes */
import { TestEnvironment } from 'jest-environment-node';

import { removeInheritedTemporaryFolderAtExit } from '../rig/exit';

/** jest is gone: its worker ends as well, and may be the last one to write into the temporary folder of the run. */
function follow(): void {
	removeInheritedTemporaryFolderAtExit();
	process.exit();
}

/**
 * jest's environment for Node, which in addition leaves nothing running when a test is cut off: a worker ends with its jest,
 * and a test hears that its process ends. Under jest `process` is a copy that would not tell.
 */
export default class extends TestEnvironment {
	private readonly tellExit = () => {
		this.global.process.emit('exit', Number(process.exitCode ?? 0));
	};

	override async setup(): Promise<void> {
		await super.setup();
		process.prependListener('exit', this.tellExit);
		process.on('disconnect', follow);
	}

	override async teardown(): Promise<void> {
		process.removeListener('exit', this.tellExit);
		// While it is there, it keeps the worker alive.
		process.removeListener('disconnect', follow);
		await super.teardown();
	}
}
