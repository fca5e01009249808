/** Accounts as administrators see them. Hashes never leave this file. */
import type { Database } from '../handle.ts';
import type { Role } from '../people/users.ts';

export interface ShownPerson {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly agencyId: number | null;
  readonly agency: string | null;
  readonly email: string | null;
  readonly createdAt: number;
  readonly disabledAt: number | null;
  /** Active sessions. */
  readonly sessions: number;
  readonly hasSecondFactor: boolean;
  /** Vouched for by an identity provider; has no password here. */
  readonly isExternal: boolean;
  /** Expiry of the person's open link to choose a password. */
  readonly linkUntil: number | null;
}

function peopleOf(db: Database, now: number) {
  return db
    .selectFrom('users')
    .leftJoin('agencies', 'agencies.id', 'users.agencyId')
    .select([
      'users.id',
      'users.name',
      'users.role',
      'users.agencyId',
      'agencies.name as agency',
      'users.email',
      'users.createdAt',
      'users.disabledAt',
      'users.subject',
    ])
    .select((eb) => eb.case().when('users.totpSecret', 'is', null).then(0).else(1).end().as('hasSecondFactor'))
    .select((eb) => [
      eb
        .selectFrom('sessions')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('sessions.userId', '=', 'users.id')
        .where('sessions.expiresAt', '>', now)
        .as('sessions'),
      eb
        .selectFrom('userTokens')
        .select((max) => max.fn.max('userTokens.expiresAt').as('until'))
        .whereRef('userTokens.userId', '=', 'users.id')
        .where('userTokens.purpose', '=', 'password')
        .where('userTokens.expiresAt', '>', now)
        .as('linkUntil'),
    ]);
}

/** Active ones first, by name. */
export async function readPeople(
  db: Database,
  page: { readonly now: number; readonly offset: number; readonly limit: number },
): Promise<{ readonly people: readonly ShownPerson[]; readonly found: number }> {
  const { found } = await db
    .selectFrom('users')
    .select((eb) => eb.fn.countAll<number>().as('found'))
    .executeTakeFirstOrThrow();
  const rows = await peopleOf(db, page.now)
    .orderBy((eb) => eb.case().when('users.disabledAt', 'is', null).then(0).else(1).end())
    .orderBy('users.name')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return { people: rows.map(shown), found };
}

export async function readPerson(db: Database, id: number, now: number): Promise<ShownPerson | null> {
  const row = await peopleOf(db, now).where('users.id', '=', id).executeTakeFirst();
  return row ? shown(row) : null;
}

type Row = Omit<ShownPerson, 'sessions' | 'hasSecondFactor' | 'isExternal'> & {
  readonly subject: string | null;
  readonly sessions: number | null;
  readonly hasSecondFactor: number;
};

function shown({ subject, ...row }: Row): ShownPerson {
  return {
    ...row,
    isExternal: subject !== null,
    sessions: row.sessions ?? 0,
    hasSecondFactor: row.hasSecondFactor === 1,
  };
}

/** Accounts that may sign in. */
export async function accountsInForce(
  db: Database,
): Promise<Pick<ShownPerson, 'name' | 'role' | 'hasSecondFactor' | 'isExternal'>[]> {
  const rows = await db
    .selectFrom('users')
    .select(['name', 'role', 'totpSecret', 'subject'])
    .where('disabledAt', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map(({ name, role, totpSecret, subject }) => ({
    name,
    role,
    hasSecondFactor: totpSecret !== null,
    isExternal: subject !== null,
  }));
}

/** Sealed second-factor secrets. */
export async function sealedFactors(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('users').select('totpSecret').where('totpSecret', 'is not', null).execute();
  return rows.flatMap(({ totpSecret }) => totpSecret ?? []);
}
