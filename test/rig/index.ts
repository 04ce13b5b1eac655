export { cacheFolder } from './cache';
export { ConsentBrowser, type ConsentChoice } from './consent';
export type { Finding } from './dataSearch';
export { Execution, type ExecutionError, type ExecutionSummary, type RunItem } from './execution';
export {
	DEFAULT_N8N_VERSION,
	installN8n,
	type InstallOptions,
	type N8nInstallation,
} from './install';
export type { Exit } from './guardedProcess';
export { N8nInstance, type N8nStartOptions } from './n8n';
export type { Interception } from './n8nEnvironment';
export { packPackage, packPackageOnce } from './pack';
export {
	DEFAULT_OWNER,
	N8nRest,
	type ConnectResult,
	type Consent,
	type Credential,
	type NodeParameterQuery,
	type Owner,
	type RunOptions,
	type StoredWorkflow,
} from './rest';
export { QueueMode, type QueueModeOptions } from './queueMode';
export { RestError } from './restClient';
export { RigError } from './rigError';
export * from './workflow';
