import type { Kysely } from 'kysely';

/** What is known of the names of each registered host, and the looks at them that are kept as evidence. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('hostNames')
    .addColumn('targetId', 'text', (c) => c.primaryKey())
    .addColumn('siteId', 'integer', (c) => c.notNull())
    .addColumn('homeUrl', 'text', (c) => c.notNull())
    .addColumn('acceptedJson', 'text')
    .addColumn('lookJson', 'text')
    .addColumn('registrationAt', 'bigint')
    .addColumn('listingsAt', 'bigint')
    .addColumn('routesAt', 'bigint')
    .addColumn('expiresAt', 'bigint')
    .execute();
  await db.schema
    .createTable('nameLooks')
    .addColumn('checkId', 'integer', (c) => c.primaryKey())
    .addColumn('lookJson', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('hostNamesBySite').on('hostNames').column('siteId').execute();
}
