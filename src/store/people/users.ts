/** User accounts. */
import type { Selectable } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import type { UserTable } from '../schema/schema-people.ts';

export type UserRow = Selectable<UserTable>;
export type Role = UserTable['role'];

export interface NewUser {
  readonly name: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly agencyId: number | null;
  readonly email: string | null;
  readonly createdAt: number;
  readonly subject?: string;
}

export async function insertUser(trx: Trx, user: NewUser): Promise<number> {
  const { id } = await trx
    .insertInto('users')
    .values({ ...user, disabledAt: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Includes disabled users. */
export async function findAnyUser(db: Database | Trx, name: string): Promise<UserRow | null> {
  return (await db.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst()) ?? null;
}

/** Excludes disabled users. */
export async function findUser(db: Database | Trx, name: string): Promise<UserRow | null> {
  const row = await db
    .selectFrom('users')
    .selectAll()
    .where('name', '=', name)
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Includes disabled users. */
export async function findUserBySubject(trx: Trx, subject: string): Promise<UserRow | null> {
  return (await trx.selectFrom('users').selectAll().where('subject', '=', subject).executeTakeFirst()) ?? null;
}

/** Null when several share the address. Excludes disabled users. */
export async function findUserByEmail(trx: Trx, email: string): Promise<UserRow | null> {
  const rows = await trx
    .selectFrom('users')
    .selectAll()
    .where((eb) => eb(eb.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .where('disabledAt', 'is', null)
    .limit(2)
    .execute();
  return (rows.length === 1 ? rows[0] : null) ?? null;
}

/** Null also when several share the address. Both arguments are lower case. */
export async function findUserByNameOrEmail(trx: Trx, who: string): Promise<UserRow | null> {
  const rows = await trx
    .selectFrom('users')
    .selectAll()
    .where((eb) => eb.or([eb('name', '=', who), eb(eb.fn<string>('lower', ['email']), '=', who)]))
    .where('disabledAt', 'is', null)
    .limit(2)
    .execute();
  return (rows.length === 1 ? rows[0] : rows.find((row) => row.name === who)) ?? null;
}

/** Includes disabled users. */
export async function getUser(db: Database | Trx, id: number): Promise<UserRow | null> {
  return (await db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export async function saveUser(trx: Trx, id: number, changes: Partial<Omit<UserRow, 'id' | 'name'>>): Promise<void> {
  await trx.updateTable('users').set(changes).where('id', '=', id).execute();
}

/** Whether any account can sign in. */
export async function hasUser(db: Database | Trx): Promise<boolean> {
  return (
    (await db.selectFrom('users').select('id').where('disabledAt', 'is', null).limit(1).executeTakeFirst()) !==
    undefined
  );
}

/** Whether another account could manage people. */
export async function hasOtherAdministrator(trx: Trx, id: number): Promise<boolean> {
  const row = await trx
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'administrator')
    .where('disabledAt', 'is', null)
    .where('id', '!=', id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function disabledAccounts(db: Database): Promise<number[]> {
  const rows = await db.selectFrom('users').select('id').where('disabledAt', 'is not', null).orderBy('id').execute();
  return rows.map(({ id }) => id);
}
