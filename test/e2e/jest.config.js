const base = require('../../jest.config.js');

/** `npm run test:e2e`: a real n8n. One file at a time, each with an n8n of its own. */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/e2e'],
	testPathIgnorePatterns: ['/node_modules/'],
	setupFiles: [],
	testTimeout: 180_000,
	maxWorkers: 1,
};
