/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the simulator is a Node program */
import 'reflect-metadata';

import { randomBytes } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

import {
	AuthorityKeyIdentifierExtension,
	BasicConstraintsExtension,
	cryptoProvider,
	ExtendedKeyUsage,
	ExtendedKeyUsageExtension,
	KeyUsageFlags,
	KeyUsagesExtension,
	PemConverter,
	SubjectAlternativeNameExtension,
	SubjectKeyIdentifierExtension,
	X509CertificateGenerator,
	type X509Certificate,
} from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const DAY = 86_400_000;

/** A throw-away certificate authority; its key never leaves the process. */
export class CertificateAuthority {
	private readonly contexts = new Map<string, Promise<SecureContext>>();

	private constructor(
		private readonly certificate: X509Certificate,
		private readonly keys: CryptoKeyPair,
		private readonly leafKeys: CryptoKeyPair,
		private readonly leafKeyPem: string,
	) {}

	static async create(): Promise<CertificateAuthority> {
		cryptoProvider.set(crypto);
		const keys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
		const certificate = await X509CertificateGenerator.createSelfSigned({
			...validity(),
			serialNumber: serialNumber(),
			name: 'CN=TikTok simulator throw-away CA',
			signingAlgorithm: ALGORITHM,
			keys,
			extensions: [
				new BasicConstraintsExtension(true, undefined, true),
				new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
				await SubjectKeyIdentifierExtension.create(keys.publicKey),
			],
		});
		const leafKeys = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
		const pkcs8 = await crypto.subtle.exportKey('pkcs8', leafKeys.privateKey);
		return new CertificateAuthority(
			certificate,
			keys,
			leafKeys,
			PemConverter.encode(pkcs8, 'PRIVATE KEY'),
		);
	}

	/** The CA's certificate as PEM. */
	get pem(): string {
		return this.certificate.toString('pem');
	}

	/** A TLS context with a certificate for `name`, made once. */
	async contextFor(name: string): Promise<SecureContext> {
		let context = this.contexts.get(name);
		if (context === undefined) {
			context = this.pairFor(name).then((pair) => createSecureContext(pair));
			this.contexts.set(name, context);
		}
		return await context;
	}

	/** A certificate for `name` and its key, as PEM. */
	async pairFor(name: string): Promise<{ cert: string; key: string }> {
		return { cert: await this.issue(name), key: this.leafKeyPem };
	}

	private async issue(name: string): Promise<string> {
		const leaf = await X509CertificateGenerator.create({
			...validity(),
			serialNumber: serialNumber(),
			subject: 'CN=TikTok simulator',
			issuer: this.certificate.subject,
			signingAlgorithm: ALGORITHM,
			signingKey: this.keys.privateKey,
			publicKey: this.leafKeys.publicKey,
			extensions: [
				new BasicConstraintsExtension(false, undefined, true),
				new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
				new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
				new SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
				await AuthorityKeyIdentifierExtension.create(this.keys.publicKey),
			],
		});
		return leaf.toString('pem');
	}
}

/** Real time, not the simulator's: clients judge certificates by their own clock. */
function validity(): { notBefore: Date; notAfter: Date } {
	return { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + 90 * DAY) };
}

function serialNumber(): string {
	return `01${randomBytes(12).toString('hex')}`;
}
