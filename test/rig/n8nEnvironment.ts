/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: it makes the environment of the n8n process */
import { delimiter, dirname } from 'node:path';

/** How n8n's traffic to TikTok's hosts reaches the simulator. */
export interface Interception {
	/** The simulator's CONNECT proxy, such as `http://127.0.0.1:45678`. */
	proxyUrl: string;
	/** PEM file of the authority that signed the certificates of the simulated hosts. */
	caFile: string;
}

export interface EnvironmentInput {
	userFolder: string;
	port: number;
	brokerPort: number;
	/** Address under which browsers reach n8n, without a slash at the end. */
	publicUrl: string;
	/** Folders in which the node "Read/Write Files from Disk" may work. */
	fileAccess: string[];
	interception: Interception | undefined;
	nodePath: string;
	/** Of n8n, such as `2.41.1`. */
	version: string;
}

/** Kept from our own environment; everything else, other people's `N8N_*` and `npm_*` included, is left out. */
const PASSED_ON =
	/^(PATH|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|LANG|LC_.*|TZ|SHELL|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMDATA)$/i;

/** A port on which nothing listens: without a simulator, n8n's calls to the outside end here instead of leaving the machine. */
const NOWHERE = 'http://127.0.0.1:9';

/** The environment of a private n8n: its own data folder, no telemetry, no call to the outside, loopback only. */
export function n8nEnvironment(input: EnvironmentInput): Record<string, string> {
	const env: Record<string, string> = {};
	for (const [name, value] of Object.entries(process.env)) {
		if (value !== undefined && PASSED_ON.test(name)) env[name] = value;
	}
	const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	env[pathName] = [dirname(input.nodePath), env[pathName] ?? ''].join(delimiter);
	const publicUrl = new URL(input.publicUrl);
	const proxy = input.interception?.proxyUrl ?? NOWHERE;
	return {
		...env,
		N8N_USER_FOLDER: input.userFolder,
		N8N_HOST: publicUrl.hostname,
		N8N_PORT: String(input.port),
		N8N_PROTOCOL: 'http',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: input.publicUrl,
		WEBHOOK_URL: `${input.publicUrl}/`,
		N8N_SECURE_COOKIE: 'false',
		DB_TYPE: 'sqlite',
		N8N_RUNNERS_BROKER_PORT: String(input.brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PYTHON_ENABLED: 'false',
		N8N_RESTRICT_FILE_ACCESS_TO: input.fileAccess.join(';'),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		// The older line refuses the names of modules that it does not have.
		...(Number.parseInt(input.version, 10) < 2 ? {} : { N8N_DISABLED_MODULES: 'mcp-registry' }),
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_LOG_LEVEL: 'info',
		N8N_LOG_OUTPUT: 'console',
		NO_COLOR: '1',
		HTTPS_PROXY: proxy,
		HTTP_PROXY: proxy,
		NO_PROXY: '127.0.0.1,localhost',
		...(input.interception === undefined ? {} : { NODE_EXTRA_CA_CERTS: input.interception.caFile }),
	};
}
