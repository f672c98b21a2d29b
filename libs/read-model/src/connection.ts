import { DataSource } from 'typeorm';
import { CreateViews1798761600000 } from './migrations/1798761600000-create-views.js';
import { AddAgreements1800316800000 } from './migrations/1800316800000-add-agreements.js';
import { AddRegisters1800662400000 } from './migrations/1800662400000-add-registers.js';
import { AddHouseViews1800748800000 } from './migrations/1800748800000-add-house-views.js';
import { IndexFacets1800921600000 } from './migrations/1800921600000-index-facets.js';
import { checkpointEntity } from './views/checkpoint.js';
import { historyEntity } from './views/history.js';
import { SCHEMA } from './views/view.js';
import { VIEWS } from './views/write.js';

/**
 * Opens a pool of `connections` to the read model, with `settings` of the server if any (`-c name=value`). The caller
 * destroys it.
 */
export const connect = (url: string, name: string, connections: number, settings?: string): Promise<DataSource> =>
  new DataSource({
    type: 'postgres',
    url,
    schema: SCHEMA,
    applicationName: name,
    poolSize: connections,
    entities: [...VIEWS.map(({ entity }) => entity), historyEntity, checkpointEntity],
    migrations: [
      CreateViews1798761600000,
      AddAgreements1800316800000,
      AddRegisters1800662400000,
      AddHouseViews1800748800000,
      IndexFacets1800921600000,
    ],
    migrationsTableName: 'migration',
    installExtensions: false,
    logging: false,
    ...(settings === undefined ? {} : { extra: { options: settings } }),
  }).initialize();
