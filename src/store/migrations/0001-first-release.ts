/** The schema of 0.1.0. It changes until 0.1.0 is released, and never afterwards. */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { formTables } from './first-release/forms.ts';
import { importTables } from './first-release/imports.ts';
import { incidentTables } from './first-release/incidents.ts';
import { lookTables } from './first-release/looks.ts';
import { peopleTables } from './first-release/people.ts';
import { recordTables } from './first-release/record.ts';
import { registryTables } from './first-release/registry.ts';
import { reportTables } from './first-release/reports.ts';
import { requestTables } from './first-release/requests.ts';
import { createTables } from './tables.ts';

export const firstRelease: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const people = [peopleTables, requestTables];
    const all = [
      registryTables,
      importTables,
      lookTables,
      incidentTables,
      formTables,
      ...people,
      recordTables,
      reportTables,
    ];
    for (const tables of all) {
      await createTables(db, tables);
    }
  },
};
