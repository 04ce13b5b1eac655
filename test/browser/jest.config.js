const base = require('../../jest.config.js');

/** `npm run test:browser`: n8n's editor in Chromium. One file at a time, each with an n8n of its own. */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/browser'],
	testPathIgnorePatterns: ['/node_modules/'],
	setupFiles: [],
	testTimeout: 180_000,
	maxWorkers: 1,
};
