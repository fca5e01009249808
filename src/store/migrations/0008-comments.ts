import type { Kysely } from 'kysely';

/** Whose an incident is. Comments are events of its log, which the first version has already. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('incidents').addColumn('assigneeId', 'bigint').execute();
}
