/** Agencies that accounts are bound to; registering a site creates them. */
import type { Database, Trx } from '../handle.ts';

export type AgencyLanguage = 'vi' | 'en';

export interface Agency {
  readonly id: number;
  readonly name: string;
  readonly language: AgencyLanguage | null;
}

export async function listAgencies(db: Database): Promise<Agency[]> {
  return db.selectFrom('agencies').selectAll().orderBy('name').execute();
}

/** Agencies with a portal. */
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

/** @returns whether it changed */
export async function setAgencyLanguage(trx: Trx, id: number, language: AgencyLanguage | null): Promise<boolean> {
  const result = await trx
    .updateTable('agencies')
    .set({ language })
    .where('id', '=', id)
    .where('language', 'is not', language)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Language for an address: of the agency whose portal it is about, or of one its people serve. */
export async function languageOf(trx: Trx, recipient: string, siteId: number | null): Promise<AgencyLanguage | null> {
  const row = await trx
    .selectFrom('recipients')
    .innerJoin('sites', 'sites.id', 'recipients.siteId')
    .innerJoin('agencies', 'agencies.id', 'sites.agencyId')
    .select('agencies.language')
    .where('recipients.email', '=', recipient)
    .where('agencies.language', 'is not', null)
    .orderBy((eb) => eb.case().when('sites.id', '=', siteId).then(0).else(1).end())
    .orderBy('sites.id')
    .limit(1)
    .executeTakeFirst();
  return row?.language ?? null;
}
