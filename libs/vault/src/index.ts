export { type Eraser, postgresEraser } from './eraser.js';
export { memoryVault } from './memory.js';
export { postgresVault } from './postgres.js';
export { migrateVault } from './schema.js';
export type { VaultRoles } from './schema.js';
export { ForgottenPerson } from './vault.js';
export type { Vault, VaultEntry, VaultValue } from './vault.js';
