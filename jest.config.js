/** `npm test`: everything but the tests that run for minutes, which have configurations of their own in their folders. */
module.exports = {
	testEnvironment: '<rootDir>/test/harness/testEnvironment.ts',
	globalSetup: '<rootDir>/test/harness/globalSetup.ts',
	// Not in the temporary folder, where a run leaves nothing.
	cacheDirectory: '<rootDir>/node_modules/.cache/jest',
	injectGlobals: false,
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/browser/',
		'<rootDir>/test/e2e/',
		'<rootDir>/test/faults/',
		'<rootDir>/test/links/',
		'<rootDir>/test/switches/groups/',
	],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	transform: {
		'\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
	},
	setupFiles: ['reflect-metadata', '<rootDir>/test/harness/environment.js'],
	testTimeout: 30_000,
	// Many tests wait for something: left to itself, Jest would run one file at a time on two cores.
	maxWorkers: '100%',
};
