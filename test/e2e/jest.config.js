const base = require('../../jest.config.js');

/** `npm run test:e2e`: a real n8n. Two files at a time, each with an n8n of its own: most of the time they wait for it. Queue mode has a configuration of its own. */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/e2e'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/queue'],
	setupFiles: [],
	testTimeout: 180_000,
	maxWorkers: 2,
};
