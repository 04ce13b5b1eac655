/** `npm run test:e2e:n8n1`: the same tests on n8n of the older line. */
process.env.E2E_N8N_VERSION = '1.123.81';

module.exports = require('./jest.config.js');
