/** What an administrator does with other people's accounts. */

import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Trx } from '../../store/handle.ts';
import { deleteSessionsOf } from '../../store/people/sessions.ts';
import { getUser, hasOtherAdministrator, type Role, saveUser, type UserRow } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { AuditAct } from '../../store/records/audit-acts.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { accountRef, followPerson } from '../settings/roster-people.ts';
import { emailAddress, placeOf, recordUser, userName } from './add-user.ts';
import { assertHolder } from './capabilities.ts';
import { assertPassword, dummyHash, hashPassword } from './password.ts';
import { closePasswordLinks, openPasswordLink } from './password-link.ts';
import { newToken } from './token.ts';

/** Links are handed over in person, perhaps over a weekend. */
const linkValidMs = 3 * 86_400_000;

export interface Place {
  readonly role: Role;
  readonly agencyId: number | null;
  readonly email: string;
}

/** Creates an account that nobody can use yet. @returns the token of the link by which its owner chooses a password */
export async function invitePerson(
  parts: OperatorParts,
  actor: Actor,
  person: Place & { readonly name: string },
): Promise<string> {
  assertMay(actor, 'manage-people', null);
  const { role, agencyId } = person;
  const name = userName(person.name);
  const email = emailAddress(person.email);
  assertHolder(person);
  const now = parts.clock();
  return write(parts.db, async (trx) => {
    const id = await recordUser(trx, now, {
      name,
      passwordHash: dummyHash,
      role,
      agencyId,
      email,
      actor: actor.name,
    });
    return handOverLink(trx, id, now);
  });
}

async function handOverLink(trx: Trx, userId: number, now: number): Promise<string> {
  const token = newToken();
  await openPasswordLink(trx, { userId, purpose: 'password', token, now, until: now + linkValidMs });
  return token;
}

/** A new link for a lost one or a forgotten password; the old password works until the link is used. */
export async function renewPasswordLink(parts: OperatorParts, actor: Actor, id: number): Promise<string> {
  return changing(parts, actor, id, async (trx, user, now) => {
    assertHasPassword(user);
    await audit(trx, now, actor, 'password-link-created', user);
    return handOverLink(trx, id, now);
  });
}

/** For people with access to the server, when nobody can issue a link. Signs the person out everywhere. */
export async function setPassword(parts: OperatorParts, actor: Actor, id: number, password: string): Promise<void> {
  await changing(parts, actor, id, async (_trx, user) => {
    assertHasPassword(user);
    assertPassword(password, user.name);
  });
  const passwordHash = await hashPassword(password);
  await changing(parts, actor, id, async (trx, user, now) => {
    await saveUser(trx, id, { passwordHash });
    await deleteSessionsOf(trx, id);
    await closePasswordLinks(trx, id);
    await audit(trx, now, actor, 'password-set', user);
  });
}

function assertHasPassword(user: UserRow): void {
  if (user.disabledAt !== null) throw isDisabled(user);
  if (user.subject !== null) {
    throw new VonggacError('refused', `${user.name} signs in through the identity provider and has no password.`, {
      vi: `${user.name} đăng nhập qua hệ thống định danh của đơn vị nên không có mật khẩu.`,
    });
  }
}

/** Changes role, agency and address. Sessions under the old role end. */
export async function movePerson(parts: OperatorParts, actor: Actor, id: number, to: Place): Promise<void> {
  assertMay(actor, 'manage-people', null);
  const email = emailAddress(to.email);
  assertHolder(to);
  await changing(parts, actor, id, async (trx, user, now) => {
    const detail = await placeOf(trx, to);
    const isMoved = user.role !== to.role || user.agencyId !== to.agencyId;
    if (isMoved) await assertReplaceable(trx, user, actor);
    await saveUser(trx, id, { role: to.role, agencyId: to.agencyId, email });
    await followPerson(trx, { ref: accountRef(id), phoneBefore: null, by: actor.name, at: now });
    if (isMoved) await deleteSessionsOf(trx, id);
    // A link sent to the old address must not give away the account.
    if (email !== user.email) await closePasswordLinks(trx, id);
    await appendAudit(trx, {
      at: now,
      actor: actor.name,
      act: 'user-changed',
      subject: `user ${user.name}`,
      detail: { ...detail, newEmail: email !== user.email },
    });
  });
}

export async function disablePerson(parts: OperatorParts, actor: Actor, id: number): Promise<void> {
  await changing(parts, actor, id, async (trx, user, now) => {
    if (user.disabledAt !== null) throw isDisabled(user);
    await assertReplaceable(trx, user, actor);
    await saveUser(trx, id, { disabledAt: now });
    await deleteSessionsOf(trx, id);
    await closePasswordLinks(trx, id);
    await audit(trx, now, actor, 'user-disabled', user);
  });
}

export async function enablePerson(parts: OperatorParts, actor: Actor, id: number): Promise<void> {
  await changing(parts, actor, id, async (trx, user, now) => {
    if (user.disabledAt === null) {
      throw new VonggacError('refused', `${user.name} is not disabled.`, { vi: `${user.name} không bị khóa.` });
    }
    await saveUser(trx, id, { disabledAt: null });
    await audit(trx, now, actor, 'user-enabled', user);
  });
}

async function changing<T>(
  parts: OperatorParts,
  actor: Actor,
  id: number,
  change: (trx: Trx, user: UserRow, now: number) => Promise<T>,
): Promise<T> {
  assertMay(actor, 'manage-people', null);
  const now = parts.clock();
  return write(parts.db, async (trx) => {
    const user = await getUser(trx, id);
    if (!user) throw new VonggacError('not-found', `There is no user ${id}.`);
    return change(trx, user, now);
  });
}

/** Nobody can lock themselves out, and at least one account can always manage people. */
async function assertReplaceable(trx: Trx, user: UserRow, actor: Actor): Promise<void> {
  if (user.name === actor.name) {
    throw new VonggacError('refused', 'Only another administrator can do this to your account.', {
      vi: 'Thao tác này với tài khoản của chính bạn phải do quản trị viên khác thực hiện.',
    });
  }
  if (user.role === 'administrator' && !(await hasOtherAdministrator(trx, user.id))) {
    throw new VonggacError('refused', 'The last administrator must remain an administrator.', {
      vi: 'Phải luôn còn ít nhất một quản trị viên.',
    });
  }
}

function isDisabled(user: UserRow): VonggacError {
  return new VonggacError('refused', `${user.name} is disabled.`, { vi: `Tài khoản ${user.name} đang bị khóa.` });
}

function audit(trx: Trx, at: number, actor: Actor, act: AuditAct, user: UserRow): Promise<string> {
  return appendAudit(trx, { at, actor: actor.name, act, subject: `user ${user.name}` });
}
