import type { Kysely } from 'kysely';

/** The day's strips of a board read thousands of looks for their level alone: with it in the index no row is touched. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('checksOfTarget').execute();
  await db.schema.createIndex('checksOfTarget').on('checks').columns(['targetId', 'at', 'level']).execute();
}
