/** How contacts are printed, and how an agency is named on the command line. */
import { VonggacError } from '../../core/errors.ts';
import type { AgencyContact } from '../../core/people/contact.ts';
import type { Database } from '../../store/handle.ts';
import { type Agency, findAgency, listAgencies } from '../../store/registry/agencies.ts';
import { matches } from '../command.ts';

/** The agencies whose name contains this; undefined when no name is asked for. */
export async function agenciesLike(db: Database, name: string | undefined): Promise<number[] | undefined> {
  if (name === undefined) return undefined;
  return (await listAgencies(db)).filter((agency) => matches(agency.name, name)).map(({ id }) => id);
}

/** By number or exact name. */
export async function agencyCalled(db: Database, which: string): Promise<Agency> {
  const text = which.trim().normalize('NFC');
  const byName = await findAgency(db, { name: text });
  const agency = byName ?? (/^\d{1,9}$/.test(text) ? await findAgency(db, { id: Number(text) }) : null);
  if (agency) return agency;
  throw new VonggacError(
    'not-found',
    `There is no agency '${which.slice(0, 100)}': write its number or its exact name, see 'vonggac agency list'.`,
  );
}

export const contactRow = {
  titles: ['CONTACT', 'NAME', 'POSITION', 'TELEPHONE', 'ADDRESS', 'RECEIVES', 'LANGUAGE', 'AT NIGHT'],
  of: ({ id, name, role, phone, email, mail, language, nightCap }: AgencyContact): string[] => [
    String(id),
    name,
    role ?? '',
    phone ?? '',
    email ?? '',
    mail,
    language ?? '(agency)',
    nightCap === null ? '' : String(nightCap),
  ],
};

export function printableContact({ agencyId: _, ...contact }: AgencyContact): object {
  return contact;
}
