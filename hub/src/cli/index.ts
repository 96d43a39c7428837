export { readClientKey, storeClientKey } from './client-key.ts';
export { type CliDeps, type DoctorCheck, exitCodes, type OpenedDatabase } from './deps.ts';
export { runCli } from './run-cli.ts';
