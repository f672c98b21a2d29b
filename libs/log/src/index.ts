export { type Reason } from './broken.js';
export type { WitnessStatus } from './ask-witness.js';
export { fileSigner } from './key.js';
export { type TokenKey, type TokenPlace, tokenPublicKey, tokenSigner } from './token.js';
export { type Log, startLog } from './log.js';
export { type LogReader, openLog, type RecordRef, type Seal } from './receipts.js';
export type { LogOptions, LogState, LogStatus } from './report.js';
export { startWitnessing, type Witnessing, type WitnessingOptions } from './witnessing.js';
export { type LogRoles, migrateLog } from './schema.js';
