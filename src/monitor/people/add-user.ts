import { isMailAddress } from '../../core/address.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { findAnyUser, insertUser, type Role } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { findAgency } from '../../store/registry/agencies.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { assertHolder } from './capabilities.ts';
import { assertPassword, hashPassword } from './password.ts';

export interface AddUser {
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  /** The agency's name; omitted for somebody who serves all agencies. */
  readonly agency?: string | undefined;
  readonly email?: string | undefined;
}

/** Creates an account. Rejects with a `VonggacError` that says what is wrong with the name or the password. */
export async function addUser(parts: OperatorParts, actor: Actor, user: AddUser): Promise<void> {
  assertMay(actor, 'manage-people', null);
  const name = userName(user.name);
  assertPassword(user.password, name);
  const { role } = user;
  const agency = user.agency === undefined ? null : await findAgency(parts.db, { name: user.agency });
  if (user.agency !== undefined && agency === null) {
    throw new VonggacError(
      'not-found',
      `No portal of an agency called '${user.agency}' is registered: see the names in 'vonggac site list'.`,
    );
  }
  const email = emailAddress(user.email ?? '');
  assertHolder({ role, agencyId: agency?.id ?? null });
  const passwordHash = await hashPassword(user.password);
  await write(parts.db, (trx) =>
    recordUser(trx, parts.clock(), {
      name,
      passwordHash,
      role,
      agencyId: agency?.id ?? null,
      email,
      actor: actor.name,
    }),
  );
}

export interface RecordedUser {
  readonly name: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly agencyId: number | null;
  readonly email: string | null;
  readonly actor: string;
  /** Set for accounts from an identity provider. */
  readonly subject?: string;
}

/** Inside the caller's transaction. @returns the new user's number */
export async function recordUser(trx: Trx, now: number, user: RecordedUser): Promise<number> {
  const { name, passwordHash, role, agencyId, email, actor } = user;
  assertHolder(user);
  if (await findAnyUser(trx, name)) {
    throw new VonggacError('refused', `There is already a user called ${name}: choose another name.`, {
      vi: `Đã có tài khoản tên ${name}: hãy chọn tên khác.`,
    });
  }
  const detail = await placeOf(trx, { role, agencyId });
  const id = await insertUser(trx, {
    name,
    passwordHash,
    role,
    agencyId,
    email,
    createdAt: now,
    ...(user.subject === undefined ? {} : { subject: user.subject }),
  });
  await appendAudit(trx, { at: now, actor, act: 'user-added', subject: `user ${name}`, detail });
  return id;
}

/** Role and agency as written to the audit log. Refuses an agency that does not exist. */
export async function placeOf(
  trx: Trx,
  { role, agencyId }: { readonly role: Role; readonly agencyId: number | null },
): Promise<{ role: Role; agency: string | null }> {
  if (agencyId === null) return { role, agency: null };
  const agency = await findAgency(trx, { id: agencyId });
  if (agency) return { role, agency: agency.name };
  throw new VonggacError('bad-input', 'There is no such agency.', { vi: 'Không có cơ quan này.' });
}

/** Names are stored and compared in this form: composed, lower case. */
export function userName(input: string): string {
  const name = input.trim().normalize('NFC').toLowerCase();
  if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+-]{1,63}$/u.test(name)) {
    throw new VonggacError(
      'bad-input',
      'The user name must have 2 to 64 letters, digits or the signs . _ @ + - and begin with a letter or digit.',
      { vi: 'Tên đăng nhập phải có từ 2 đến 64 chữ, số hoặc dấu . _ @ + - và bắt đầu bằng chữ hoặc số.' },
    );
  }
  return name;
}

/** Null when the field was left empty. */
export function emailAddress(input: string): string | null {
  const email = input.trim();
  if (email === '') return null;
  if (isMailAddress(email)) return email;
  throw new VonggacError('bad-input', 'This is not an email address.', { vi: 'Địa chỉ thư điện tử không hợp lệ.' });
}
