/** Agencies, as accounts are bound to them; a site's registration creates them. */
import type { Database, Trx } from './database.ts';

export interface Agency {
  readonly id: number;
  readonly name: string;
}

export async function listAgencies(db: Database): Promise<Agency[]> {
  return db.selectFrom('agencies').selectAll().orderBy('name').execute();
}

/** Those that have a portal. */
export async function watchedAgencies(db: Database): Promise<Agency[]> {
  return db
    .selectFrom('agencies')
    .selectAll()
    .where('id', 'in', (eb) => eb.selectFrom('sites').select('agencyId').where('status', '!=', 'removed'))
    .orderBy('name')
    .execute();
}

export async function findAgency(
  db: Database | Trx,
  by: { readonly id: number } | { readonly name: string },
): Promise<Agency | null> {
  const query = db.selectFrom('agencies').selectAll();
  const row = await ('id' in by ? query.where('id', '=', by.id) : query.where('name', '=', by.name)).executeTakeFirst();
  return row ?? null;
}
