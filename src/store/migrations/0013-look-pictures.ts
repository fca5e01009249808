import { type Kysely, sql } from 'kysely';

/** A small picture of a clean page, once a day: its look keeps nothing else. Looks that kept more are few among many. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lookPictures')
    .addColumn('checkId', 'integer', (c) => c.primaryKey())
    .addColumn('targetId', 'text', (c) => c.notNull())
    .addColumn('at', 'integer', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('lookPicturesByTarget').on('lookPictures').columns(['targetId', 'at']).execute();
  await sql`create index "keptLooks" on checks ("targetId", at) where "captureId" is not null`.execute(db);
}
