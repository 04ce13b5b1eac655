// n8n-core reads these when it is loaded: a home of its own for each test file.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

process.env.N8N_USER_FOLDER = fs.mkdtempSync(path.join(os.tmpdir(), 'n8n-home-'));
process.env.N8N_ENCRYPTION_KEY = 'for tests only';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
// n8n-core prints every error of a node.
process.env.N8N_LOG_LEVEL = 'silent';
