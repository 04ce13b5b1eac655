import { describe, expect, it } from '@jest/globals';

import { explainNpmFailure, npmEnvironment } from '../npm';

describe('explainNpmFailure', () => {
	it.each([
		[
			'npm error code ENOTFOUND\nnpm error network request to x failed',
			'Check the network connection',
		],
		[
			'npm error code ENOSPC\nnpm error nospc ENOSPC: no space left on device, write',
			'The disk is full',
		],
		[
			'npm error gyp ERR! find Python You need to install Python',
			'needs Python 3, make and a C++ compiler',
		],
		['npm error gyp ERR! stack Error: not found: make', 'needs Python 3, make and a C++ compiler'],
		['npm error code E404\nnpm error 404 Not Found', 'lacks a package'],
	])('says what to do: %s', (output, way) => {
		const message = explainNpmFailure('npm install', `npm warn x\n${output}\n`);
		expect(message).toContain('"npm install" failed. ');
		expect(message).toContain(way);
		expect(message).not.toContain('npm warn');
	});

	it('shows the last lines of an unknown failure', () => {
		expect(explainNpmFailure('npm run', 'src/a.ts: error TS1005')).toBe(
			'"npm run" failed.\nsrc/a.ts: error TS1005',
		);
	});
});

describe('npmEnvironment', () => {
	it('keeps registry and proxy, drops what belongs to the package that npm runs', () => {
		const env = npmEnvironment('/opt/node24/bin/node', {
			PATH: '/usr/bin',
			HTTPS_PROXY: 'http://proxy',
			npm_config_registry: 'http://registry',
			npm_config_ignore_scripts: 'true',
			npm_config_local_prefix: '/clone',
			npm_package_name: 'x',
			npm_lifecycle_event: 'demo',
			NODE_OPTIONS: '--require x',
		});
		expect(env).toEqual({
			PATH: '/opt/node24/bin:/usr/bin',
			HTTPS_PROXY: 'http://proxy',
			npm_config_registry: 'http://registry',
		});
	});
});
