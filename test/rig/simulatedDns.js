'use strict';
// Preloaded into n8n: answers look-ups of the names in SIMULATED_DNS (JSON, name to IPv4 address). n8n's protection against
// requests to internal addresses resolves a name by itself, also where a proxy will connect.
const dns = require('node:dns');

const addresses = new Map(Object.entries(JSON.parse(process.env.SIMULATED_DNS ?? '{}')));
const { lookup } = dns.promises;

dns.promises.lookup = async (name, options) => {
	const address = addresses.get(name);
	if (address === undefined) return await lookup(name, options);
	const record = { address, family: 4 };
	return options?.all ? [record] : record;
};
