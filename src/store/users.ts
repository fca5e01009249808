/** People who may sign in. */
import type { Selectable } from 'kysely';
import type { Database, Trx } from './database.ts';
import type { UserTable } from './schema.ts';

export type UserRow = Selectable<UserTable>;
export type Role = UserTable['role'];

export interface NewUser {
  readonly name: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly createdAt: number;
}

export async function insertUser(trx: Trx, user: NewUser): Promise<number> {
  const { id } = await trx
    .insertInto('users')
    .values({ ...user, disabledAt: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Disabled users are not found. */
export async function findUser(db: Database | Trx, name: string): Promise<UserRow | null> {
  const row = await db
    .selectFrom('users')
    .selectAll()
    .where('name', '=', name)
    .where('disabledAt', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Whether the name was ever given, also to somebody who is disabled now. */
export async function isNameTaken(db: Database | Trx, name: string): Promise<boolean> {
  return (await db.selectFrom('users').select('id').where('name', '=', name).executeTakeFirst()) !== undefined;
}

/** Whether anybody could sign in at all. */
export async function hasUser(db: Database | Trx): Promise<boolean> {
  return (
    (await db.selectFrom('users').select('id').where('disabledAt', 'is', null).limit(1).executeTakeFirst()) !==
    undefined
  );
}
