/** Contacts of an agency, who are notified about its portals. */
import type { AgencyContact, ContactFields } from '../../core/people/contact.ts';
import type { Database, Trx } from '../handle.ts';

/** In order of entry. */
export async function contactsOf(db: Database | Trx, agencyId: number | null): Promise<AgencyContact[]> {
  return agencyId === null ? [] : ((await contactsByAgency(db, [agencyId])).get(agencyId) ?? []);
}

export async function contactsByAgency(
  db: Database | Trx,
  agencyIds: readonly (number | null)[],
): Promise<Map<number, AgencyContact[]>> {
  const ids = [...new Set(agencyIds)].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('contacts').selectAll().where('agencyId', 'in', ids).orderBy('id').execute();
  return Map.groupBy(rows, ({ agencyId }) => agencyId);
}

export async function findContact(db: Database | Trx, id: number): Promise<AgencyContact | null> {
  return (await db.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function insertContact(trx: Trx, agencyId: number, fields: ContactFields): Promise<number> {
  const row = await trx
    .insertInto('contacts')
    .values({ agencyId, ...fields })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function updateContact(trx: Trx, id: number, fields: ContactFields): Promise<void> {
  await trx.updateTable('contacts').set(fields).where('id', '=', id).execute();
}

export async function deleteContact(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('contacts').where('id', '=', id).execute();
}
