import { migrateSessions } from '#edge';
import { migrateEventStore } from '#event-store';
import { migrateLog } from '#log';
import { migrateReadModel } from '#read-model';
import { migrateVault } from '#vault';
import { ROLES } from './roles.js';

const { commands, queries, worker, eraser, sessions } = ROLES;

/**
 * Creates or completes all schemas as the owner of the prepared database and gives each service's role its rights and no
 * others: the questions are asked by a role that can neither append nor make itself somebody else, only the worker
 * writes views, and one role of the worker's deletes what is erased. Repeating it changes nothing.
 */
export const migrate = async (ownerUrl: string): Promise<void> => {
  await migrateEventStore(ownerUrl, { append: [commands, worker], read: [queries] });
  await migrateVault(ownerUrl, { write: [commands, worker], read: [queries], files: [commands], erase: [eraser] });
  await migrateReadModel(ownerUrl, { write: [worker], read: [queries], none: [commands] });
  await migrateLog(ownerUrl, { write: [worker], read: [commands, queries] });
  await migrateSessions(ownerUrl, { write: [commands, sessions], read: [queries] });
};
