/** Who can be put on the roster: contacts and accounts with an address. */
import type { Database } from '../handle.ts';

export interface Candidate {
  /** As the row of the roster keeps it. */
  readonly ref: string;
  readonly name: string;
  readonly role: string | null;
  readonly phone: string | null;
  /** Null: an account that serves every agency. */
  readonly agency: string | null;
}

/** By agency; those of no agency first. */
export async function readCandidates(db: Database): Promise<Candidate[]> {
  const contacts = await db
    .selectFrom('contacts')
    .innerJoin('agencies', 'agencies.id', 'contacts.agencyId')
    .select(['contacts.id', 'contacts.name', 'contacts.role', 'contacts.phone', 'agencies.name as agency'])
    .where('contacts.email', 'is not', null)
    .orderBy('agencies.name')
    .orderBy('contacts.id')
    .execute();
  const users = await db
    .selectFrom('users')
    .leftJoin('agencies', 'agencies.id', 'users.agencyId')
    .select(['users.id', 'users.name', 'agencies.name as agency'])
    .where('users.email', 'is not', null)
    .where('users.disabledAt', 'is', null)
    .orderBy('users.name')
    .execute();
  const all = [
    ...users.map(({ id, ...user }) => ({ ref: `account:${id}`, ...user, role: null, phone: null })),
    ...contacts.map(({ id, ...contact }) => ({ ref: `contact:${id}`, ...contact })),
  ];
  return [...Map.groupBy(all, ({ agency }) => agency ?? '')]
    .sort(([one], [other]) => one.localeCompare(other, 'vi'))
    .flatMap(([, people]) => people);
}
