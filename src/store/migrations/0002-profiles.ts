/** A target's place in the rotation of special visitors, and what they were last shown. */
import type { Kysely } from 'kysely';

/** Targets from before have no place yet: their next look gives them one, so that an upgrade makes no herd. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('targets').addColumn('nextProfileAt', 'bigint').execute();
  await db.schema
    .alterTable('targets')
    .addColumn('profileTurn', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('targets').addColumn('profileMarksJson', 'text').execute();
}
