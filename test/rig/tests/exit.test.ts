/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- tests of Node programs */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

const root = join(__dirname, '..', '..', '..');
const fixture = (name: string) => join(__dirname, 'fixtures', name);

/** A fixture and the two programs that it starts hold a connection each, which closes when they have ended. */
let server: Server;
let connected: Promise<void>;
let closed: Promise<void>;
let temporary: string;
/** So that a red test leaves nothing running either. */
let end: Array<() => void>;

beforeEach(async () => {
	temporary = mkdtempSync(join(tmpdir(), 'exit-'));
	end = [];
	const sockets: Socket[] = [];
	server = createServer({ allowHalfOpen: false }).listen(0, '127.0.0.1');
	await once(server, 'listening');
	connected = new Promise((resolve) => {
		server.on('connection', (socket) => {
			// A killed program may reset its connection.
			socket.on('error', () => undefined).resume();
			end.push(() => socket.destroy());
			if (sockets.push(socket) === 3) resolve();
		});
	});
	closed = connected.then(async () => {
		await Promise.all(
			sockets.map(async (socket) => {
				if (!socket.destroyed) await once(socket, 'close');
			}),
		);
	});
});
afterEach(() => {
	server.close();
	for (const each of end) each();
});

function start(args: string[], program = process.execPath, more: NodeJS.ProcessEnv = {}) {
	const env = {
		...process.env,
		TMPDIR: temporary,
		PORT: String((server.address() as AddressInfo).port),
		// tsx would keep there what it has compiled.
		TSX_DISABLE_CACHE: '1',
		...more,
	};
	const child = spawn(program, args, { cwd: root, env, stdio: 'ignore' });
	end.push(() => child.kill('SIGKILL'));
	return { child, exited: once(child, 'exit') };
}

/** Sends a signal when all is under way, and expects that nothing goes on and no file is left. */
async function expectTidyEnd(
	{ child, exited }: ReturnType<typeof start>,
	signal: NodeJS.Signals,
	code: number,
): Promise<void> {
	await connected;
	expect(readdirSync(temporary)).toHaveLength(1);
	child.kill(signal);
	expect(await exited).toEqual([code, null]);
	await closed;
	expect(readdirSync(temporary)).toEqual([]);
}

describe.each([
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
] as const)('a command that gets %s', (signal, code) => {
	test('ends with all that it started, and leaves nothing behind', async () => {
		await expectTidyEnd(start(['--import', 'tsx', fixture('command.ts')]), signal, code);
	});
});

test('a command whose npm gets SIGTERM ends as well', async () => {
	const script = `"${process.execPath}" --import tsx "${fixture('command.ts')}"; exit`;
	const { child, exited } = start(['-c', script], 'sh', { npm_lifecycle_event: 'demo' });
	await connected;
	// What npm does: only the shell that it has started gets the signal.
	child.kill('SIGTERM');
	expect(await exited).toEqual([null, 'SIGTERM']);
	await closed;
	expect(readdirSync(temporary)).toEqual([]);
});

describe.each([
	['in one process', '--runInBand'],
	['with workers', '--workerIdleMemoryLimit=1GB'],
])('a run of jest %s', (_how, option) => {
	const jest = [join(root, 'node_modules', 'jest', 'bin', 'jest.js'), option, '--testMatch'];

	test.each([
		['SIGINT', 130],
		['SIGTERM', 143],
	] as const)(
		'that gets %s ends with all that it started, and leaves nothing behind',
		async (signal, code) => {
			await expectTidyEnd(start([...jest, fixture('cutOff.ts')]), signal, code);
		},
	);

	test('that is red leaves nothing behind', async () => {
		expect(await start([...jest, fixture('red.ts')]).exited).toEqual([1, null]);
		expect(readdirSync(temporary)).toEqual([]);
	});
});

test('the commands of package.json are started so that a signal reaches them, and end on it', () => {
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
		scripts: Record<string, string>;
	};
	const programs = Object.entries(scripts).filter(([, script]) => script.includes('.ts'));
	// Not by tsx's own command: it kills a program that takes 30 ms to clean up.
	expect(programs.filter(([, script]) => !script.startsWith('node --import tsx '))).toEqual([]);
	const tidy = programs.filter(([, script]) =>
		/runCommand\(|exitOnSignals\(/.test(
			readFileSync(join(root, script.split(' ').at(-1) ?? ''), 'utf8'),
		),
	);
	// Those that are left start nothing: one writes pages, one looks for placeholders.
	expect(tidy.map(([name]) => name)).toEqual([
		'pictures',
		'simulator',
		'bench',
		'demo',
		'conformance',
	]);
	expect(programs).toHaveLength(tidy.length + 2);
});
