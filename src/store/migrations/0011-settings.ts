import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('key', 'text', (column) => column.primaryKey().notNull())
    .addColumn('valueJson', 'text', (column) => column.notNull())
    .addColumn('changedAt', 'integer', (column) => column.notNull())
    .addColumn('changedBy', 'text', (column) => column.notNull())
    .execute();
}
