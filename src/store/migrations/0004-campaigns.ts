import type { Kysely } from 'kysely';

/** Incidents of several sites with a common hand, and what they were recognised by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('campaigns')
    .addColumn('number', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('openedAt', 'bigint', (c) => c.notNull())
    .addColumn('changedAt', 'bigint', (c) => c.notNull())
    .addColumn('commonJson', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('incidentTraits')
    .addColumn('incidentNumber', 'integer', (c) => c.primaryKey())
    .addColumn('openedAt', 'bigint', (c) => c.notNull())
    .addColumn('traitsJson', 'text', (c) => c.notNull())
    .execute();
  await db.schema.alterTable('incidents').addColumn('campaignNumber', 'bigint').execute();
  await db.schema.alterTable('notices').addColumn('campaignNumber', 'bigint').execute();
  await db.schema.createIndex('incidentTraitsByTime').on('incidentTraits').column('openedAt').execute();
  await db.schema.createIndex('incidentsOfCampaign').on('incidents').column('campaignNumber').execute();
  await db.schema.createIndex('noticesOfCampaign').on('notices').column('campaignNumber').execute();
}
