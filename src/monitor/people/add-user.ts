import { VonggacError } from '../../core/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Trx } from '../../store/database.ts';
import { insertUser, isNameTaken, type Role } from '../../store/users.ts';
import type { DeskParts } from '../parts.ts';
import { assertPassword, hashPassword } from './password.ts';

export interface AddUser {
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  /** Who adds: a user's name, or `command line`. */
  readonly actor: string;
}

/** Creates an account. Rejects with a `VonggacError` that says what is wrong with the name or the password. */
export async function addUser(parts: DeskParts, user: AddUser): Promise<void> {
  const name = userName(user.name);
  assertPassword(user.password, name);
  const passwordHash = await hashPassword(user.password);
  await parts.db.transaction().execute((trx) => recordUser(trx, parts.clock(), { ...user, name, passwordHash }));
}

/** Inside the caller's transaction. */
export async function recordUser(
  trx: Trx,
  now: number,
  user: { readonly name: string; readonly passwordHash: string; readonly role: Role; readonly actor: string },
): Promise<number> {
  const { name, passwordHash, role, actor } = user;
  if (await isNameTaken(trx, name)) {
    throw new VonggacError('refused', `There is already a user called ${name}: choose another name.`);
  }
  const id = await insertUser(trx, { name, passwordHash, role, createdAt: now });
  await appendAudit(trx, { at: now, actor, act: 'user-added', subject: `user ${name}`, detail: { role } });
  return id;
}

/** Names are compared as written here: composed, lower case. */
export function userName(input: string): string {
  const name = input.trim().normalize('NFC').toLowerCase();
  if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+-]{1,63}$/u.test(name)) {
    throw new VonggacError(
      'bad-input',
      'The user name must have 2 to 64 letters, digits or the signs . _ @ + - and begin with a letter or digit.',
    );
  }
  return name;
}
