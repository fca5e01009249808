import type { Kysely } from 'kysely';

/** Links in mails that were used up, and the language in which an agency reads. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('outbox').addColumn('linkUsedAt', 'bigint').execute();
  await db.schema.alterTable('agencies').addColumn('language', 'text').execute();
}
