import type { Kysely } from 'kysely';

/** Hand-over notes, steps of the escalation ladder that were taken, announced maintenance. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('dutyNotes')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('author', 'text', (c) => c.notNull())
    .addColumn('agencyId', 'bigint')
    .addColumn('text', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('ladderSteps')
    .addColumn('incidentNumber', 'bigint', (c) => c.notNull())
    .addColumn('unownedSince', 'bigint', (c) => c.notNull())
    .addColumn('position', 'bigint', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('ladderStepsKey', ['incidentNumber', 'unownedSince', 'position'] as never[])
    .execute();
  await db.schema
    .createTable('blackouts')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('siteId', 'bigint', (c) => c.notNull())
    .addColumn('beginsAt', 'bigint', (c) => c.notNull())
    .addColumn('endsAt', 'bigint', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('createdBy', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'bigint', (c) => c.notNull())
    .addColumn('toldAt', 'bigint')
    .execute();
  await db.schema.createIndex('blackoutsOfSite').on('blackouts').columns(['siteId', 'endsAt']).execute();
}
