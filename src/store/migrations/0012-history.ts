import { type Kysely, sql } from 'kysely';

/** Looks that saw something are few among many; pauses of one portal are few in the audit log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index "uncleanLooks" on checks ("targetId", at) where level != 'clean'`.execute(db);
  await db.schema.createIndex('auditBySubject').on('audit').columns(['subject', 'seq']).execute();
}
