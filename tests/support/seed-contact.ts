/** A row of contacts for tests. */
import type { ContactFields } from '../../src/core/people/contact.ts';
import { insertContact } from '../../src/store/registry/contacts.ts';
import { write } from '../../src/store/write.ts';
import type { SeedStore } from './seed-desk.ts';

/** A contact of the site's agency, who gets the alarms. @returns its number */
export async function seedContact(
  { db }: Pick<SeedStore, 'db'>,
  siteId: number,
  contact: Partial<ContactFields> & { readonly name: string },
): Promise<number> {
  const { agencyId } = await db
    .selectFrom('sites')
    .select('agencyId')
    .where('id', '=', siteId)
    .executeTakeFirstOrThrow();
  if (agencyId === null) throw new Error(`site ${siteId} has no agency`);
  const none = { role: null, phone: null, email: null, language: null, mail: 'alarms', nightCap: null } as const;
  return write(db, (trx) => insertContact(trx, agencyId, { ...none, ...contact }));
}
