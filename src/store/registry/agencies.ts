/** Agencies that accounts are bound to; registering a site creates them. */
import { sql } from 'kysely';
import { dialled, internationalNumber } from '../../core/people/telephone.ts';
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

/** Names of agencies where the step to the head reaches a contact. */
export async function agenciesWithEscalations(db: Database): Promise<string[]> {
  const rows = await db
    .selectFrom('agencies')
    .select('name')
    .where('id', 'in', (eb) =>
      eb.selectFrom('contacts').select('agencyId').where('mail', '=', 'escalations').where('email', 'is not', null),
    )
    .execute();
  return rows.map(({ name }) => name);
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

/**
 * Language for an address: the contact's own, else that of the agency whose portal the mail is about, else that of an
 * agency the person serves.
 */
export async function languageOf(trx: Trx, recipient: string, siteId: number | null): Promise<AgencyLanguage | null> {
  const own = await trx
    .selectFrom('contacts')
    .leftJoin('sites', 'sites.agencyId', 'contacts.agencyId')
    .select('contacts.language')
    .where(sql`lower(contacts.email)`, '=', recipient.toLowerCase())
    .where('contacts.language', 'is not', null)
    .orderBy((eb) => eb.case().when('sites.id', '=', siteId).then(0).else(1).end())
    .orderBy('contacts.id')
    .limit(1)
    .executeTakeFirst();
  if (own?.language) return own.language === 'both' ? null : own.language;
  const row = await trx
    .selectFrom('agencies')
    .innerJoin('sites', 'sites.agencyId', 'agencies.id')
    .select('agencies.language')
    .where('agencies.language', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('sites.id', 'in', eb.selectFrom('recipients').select('siteId').where('email', '=', recipient)),
        eb('agencies.id', 'in', eb.selectFrom('contacts').select('agencyId').where('email', '=', recipient)),
      ]),
    )
    .orderBy((eb) => eb.case().when('sites.id', '=', siteId).then(0).else(1).end())
    .orderBy('sites.id')
    .limit(1)
    .executeTakeFirst();
  return row?.language ?? null;
}

/** The same for a telephone: of the contact of the portal's agency who has that number, else of the agency. */
export async function languageOfTelephone(
  trx: Trx,
  number: string,
  siteId: number | null,
): Promise<AgencyLanguage | null> {
  const rows = await trx
    .selectFrom('sites')
    .innerJoin('agencies', 'agencies.id', 'sites.agencyId')
    .innerJoin('contacts', 'contacts.agencyId', 'sites.agencyId')
    .select(['contacts.phone', 'contacts.language', 'agencies.language as usual'])
    .where('sites.id', '=', siteId)
    .where('contacts.phone', 'is not', null)
    .orderBy('contacts.id')
    .execute();
  const own = rows.find(({ phone }) => internationalNumber(dialled(phone ?? '')) === internationalNumber(number));
  const language = own?.language ?? own?.usual ?? null;
  return language === 'vi' || language === 'en' ? language : null;
}
