import type { Kysely } from 'kysely';

/** Pages that nobody registered: what is known of them, how far each site's discovery is, and the ones under suspicion. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('targets')
    .addColumn('role', 'text', (c) => c.notNull().defaultTo('registered'))
    .execute();
  await db.schema
    .alterTable('sites')
    .addColumn('mayProbe', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('foundPages')
    .addColumn('siteId', 'bigint', (c) => c.notNull())
    .addColumn('url', 'text', (c) => c.notNull())
    .addColumn('shape', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('modifiedAt', 'bigint')
    .addColumn('firstSeenAt', 'bigint', (c) => c.notNull())
    .addColumn('lastSeenAt', 'bigint', (c) => c.notNull())
    .addColumn('lastLookedAt', 'bigint')
    .addColumn('mark', 'text')
    .addColumn('level', 'text')
    .addPrimaryKeyConstraint('foundPagesKey', ['siteId', 'url'] as never[])
    .execute();
  await db.schema
    .createIndex('foundPagesToLookAt')
    .on('foundPages')
    .columns(['siteId', 'lastLookedAt', 'firstSeenAt'])
    .execute();
  await db.schema
    .createTable('discoveries')
    .addColumn('siteId', 'bigint', (c) => c.primaryKey())
    .addColumn('nextRoundAt', 'bigint', (c) => c.notNull())
    .addColumn('leaseOwner', 'text')
    .addColumn('leaseUntil', 'bigint')
    .addColumn('round', 'bigint', (c) => c.notNull())
    .addColumn('sitemapReadAt', 'bigint')
    .addColumn('robots', 'text')
    .addColumn('notFoundJson', 'text')
    .addColumn('notFoundAt', 'bigint')
    .addColumn('droppedAt', 'bigint')
    .addColumn('droppedAsked', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('discoveriesDue').on('discoveries').column('nextRoundAt').execute();
}
