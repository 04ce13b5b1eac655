/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the demo is a program of its own */
import { parseArgs } from 'node:util';

const HELP = `Posts a video from a real n8n to a simulated TikTok, all on this machine.

  npm run demo [-- options]

  --once        end after the post (exit code 0 when all is right, 1 when not)
  --port <n>    port of n8n's editor (default 5678)
  --help`;

const NEEDED_NODE: [major: number, minor: number] = [20, 19];

function fail(message: string): void {
	process.stderr.write(`\n${message}\n`);
	process.exitCode = 1;
}

function readOptions(): { once: boolean; help: boolean; port?: number } {
	const { values } = parseArgs({
		options: {
			once: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
			port: { type: 'string' },
		},
	});
	const port = values.port === undefined ? undefined : Number(values.port);
	if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
		throw new TypeError(`--port must be a number from 1 to 65535, not "${values.port}"`);
	}
	return { ...values, port };
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
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < NEEDED_NODE[0] || (major === NEEDED_NODE[0] && minor < NEEDED_NODE[1])) {
		fail(
			`The demo needs Node.js ${NEEDED_NODE.join('.')} or later; this is ${process.versions.node}. Get it from https://nodejs.org.`,
		);
		return;
	}
	// Loaded only now: what it needs does not load on an older Node.
	const [{ runDemo }, { runCommand }] = await Promise.all([
		import('./run'),
		import('../../test/rig/command'),
	]);
	await runCommand(async () => await runDemo(options));
}

void main();
