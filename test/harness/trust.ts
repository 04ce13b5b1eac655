/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the harness is a Node program, not a node */
import tls from 'node:tls';

const original = tls.createSecureContext;
let added: string | undefined;

// NODE_EXTRA_CA_CERTS is read only when Node starts; the simulator's authority is made later.
tls.createSecureContext = (options) => {
	const context = original(options);
	if (added !== undefined) (context.context as { addCACert(pem: string): void }).addCACert(added);
	return context;
};

/** Makes this process trust a certificate authority, beside those that it trusts already. */
export function trust(caCertificate: string): void {
	added = caCertificate;
}
