'use strict';
// Runs a program and ends with it, passing signals on. When whoever started the guard is gone (its end of stdin closes),
// the program is ended with all that it started: a test run that was killed leaves no n8n behind.
const { spawn } = require('node:child_process');

const { GUARDED_NODE_OPTIONS, ...env } = process.env;
if (GUARDED_NODE_OPTIONS !== undefined) env.NODE_OPTIONS = GUARDED_NODE_OPTIONS;
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));

const endAll = () => {
	if (process.platform === 'win32') child.kill('SIGKILL');
	else process.kill(-process.pid, 'SIGKILL');
	process.exit(1);
};
process.stdin.on('end', endAll).on('error', endAll).resume();

child.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
});
child.on('exit', (code, signal) =>
	process.exit(code ?? 128 + (require('node:os').constants.signals[signal] ?? 0)),
);
