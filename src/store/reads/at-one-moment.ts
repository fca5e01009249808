/** Several reads of one state of the database, whatever is written meanwhile. Only on a connection of one's own. */
import { sql } from 'kysely';
import type { Database } from '../handle.ts';

export async function atOneMoment<T>(db: Database, read: () => Promise<T>): Promise<T> {
  await sql`begin`.execute(db);
  try {
    return await read();
  } finally {
    await sql`rollback`.execute(db);
  }
}
