const base = require('./jest.config.js');

/** `npm run test:queue`: n8n in queue mode. Needs Debian's redis-server and postgresql. */
module.exports = {
	...base,
	testMatch: ['<rootDir>/test/e2e/queue*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
};
