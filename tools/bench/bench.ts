/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the bench is a program of its own */
import { parseArgs } from 'node:util';

import { runCommand } from '../../test/rig/command';
import { runBench } from './run';

const HELP = `Measures this node's uploads in a real n8n, beside curl and the usual ways, against a sink on this machine.

  npm run bench [-- options]

  --quick        small sizes and few rounds, some 10 minutes on a quiet machine
  --write        with --quick: writes docs/performance.md, too
  --only <part>  one part only: loopback, gigabit, rtt20, rtt100, memory or heap; may be given several times
  --help

Without options: about an hour and 10 GB of memory; writes docs/performance.md. The figures of all runs go into bench-results/.
Exit code 0 when the measurement is complete, whether or not the aims are reached; the table says which are.`;

const PARTS = ['loopback', 'gigabit', 'rtt20', 'rtt100', 'memory', 'heap'];

function fail(message: string): void {
	process.stderr.write(`\n${message}\n`);
	process.exitCode = 1;
}

function readOptions(): { quick: boolean; write: boolean; help: boolean; only?: string[] } {
	const { values } = parseArgs({
		options: {
			quick: { type: 'boolean', default: false },
			write: { type: 'boolean', default: false },
			only: { type: 'string', multiple: true },
			help: { type: 'boolean', default: false },
		},
	});
	const unknown = values.only?.find((part) => !PARTS.includes(part));
	if (unknown !== undefined) throw new TypeError(`--only ${unknown}: there is no such part`);
	return values;
}

async function main(): Promise<void> {
	let options: ReturnType<typeof readOptions>;
	try {
		options = readOptions();
	} catch (error) {
		fail(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
		return;
	}
	if (options.help) {
		process.stdout.write(`${HELP}\n`);
		return;
	}
	if (process.platform !== 'linux') {
		fail('The benchmark reads the memory of n8n’s process from /proc, so it runs on Linux only.');
		return;
	}
	const reached = await runBench(options);
	process.stdout.write(
		reached ? 'Every aim was reached.\n' : 'Not every aim was reached: see the table.\n',
	);
}

void runCommand(main);
