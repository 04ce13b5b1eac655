/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- test rig: it runs in Node, never inside n8n */
import { homedir } from 'node:os';
import { join } from 'node:path';

const FOLDER_NAME = 'n8n-nodes-tiktok-publisher';

/**
 * The folder that demo, end-to-end tests and further clones share: `$N8N_NODES_TIKTOK_CACHE` as it is, else
 * `n8n-nodes-tiktok-publisher` below `$XDG_CACHE_HOME`, `%LOCALAPPDATA%` (Windows) or `~/.cache`.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	if (env.N8N_NODES_TIKTOK_CACHE) return env.N8N_NODES_TIKTOK_CACHE;
	const base =
		env.XDG_CACHE_HOME ||
		(process.platform === 'win32' && env.LOCALAPPDATA) ||
		join(homedir(), '.cache');
	return join(base, FOLDER_NAME);
}
