import { migrate } from './migrations.js';
import { prepareDatabase } from './roles.js';

// Program of a deployment, run once before the services of a release start: the services do not know the owner.
const needed = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is missing: it needs OWNER_URL and the password of each service's role.`);
};

const { owner } = await prepareDatabase(needed('OWNER_URL'), {
  commands: needed('COMMANDS_PASSWORD'),
  queries: needed('QUERIES_PASSWORD'),
  worker: needed('WORKER_PASSWORD'),
  eraser: needed('ERASER_PASSWORD'),
});
await migrate(owner);
console.log('The database is prepared.');
