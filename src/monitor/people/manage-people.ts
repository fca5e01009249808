/** What an administrator does with other people's accounts. */
import { VonggacError } from '../../core/errors.ts';
import { appendAudit } from '../../store/audit.ts';
import type { AuditAct } from '../../store/audit-acts.ts';
import type { Trx } from '../../store/database.ts';
import { deleteSessionsOf } from '../../store/sessions.ts';
import { getUser, hasOtherAdministrator, type Role, saveUser, type UserRow } from '../../store/users.ts';
import type { DeskParts } from '../parts.ts';
import { emailAddress, placeOf, recordUser, userName } from './add-user.ts';
import { assertHolder } from './capabilities.ts';
import { assertPassword, hashPassword, nobodysHash } from './password.ts';
import { closePasswordLinks, openPasswordLink } from './password-link.ts';
import { newToken } from './token.ts';

/** Handed over by a person, perhaps over a weekend. */
const linkValidMs = 3 * 86_400_000;

/** Who does it: somebody with an account here, or the command line, which has no number. */
export interface Actor {
  readonly id: number | null;
  readonly name: string;
}

export interface Place {
  readonly role: Role;
  readonly agencyId: number | null;
  readonly email: string;
}

/** Creates an account that nobody can use yet. @returns the token of the link by which its owner chooses a password */
export async function invitePerson(
  parts: DeskParts,
  person: Place & { readonly name: string },
  actor: string,
): Promise<string> {
  const { role, agencyId } = person;
  const name = userName(person.name);
  const email = emailAddress(person.email);
  assertHolder(person);
  const now = parts.clock();
  return parts.db.transaction().execute(async (trx) => {
    const id = await recordUser(trx, now, { name, passwordHash: nobodysHash, role, agencyId, email, actor });
    return handOverLink(trx, id, now);
  });
}

async function handOverLink(trx: Trx, userId: number, now: number): Promise<string> {
  const token = newToken();
  await openPasswordLink(trx, { userId, purpose: 'password', token, now, until: now + linkValidMs });
  return token;
}

/** A new link for somebody whose first one was lost or who forgot the password; the old password works until it is used. */
export async function renewPasswordLink(parts: DeskParts, id: number, actor: string): Promise<string> {
  return changing(parts, id, async (trx, user, now) => {
    assertHasPassword(user);
    await audit(trx, now, actor, 'password-link-created', user);
    return handOverLink(trx, id, now);
  });
}

/** For somebody at the server: the way back in when nobody can hand over a link. Signs the person out everywhere. */
export async function setPassword(parts: DeskParts, id: number, password: string, actor: string): Promise<void> {
  await changing(parts, id, async (_trx, user) => {
    assertHasPassword(user);
    assertPassword(password, user.name);
  });
  const passwordHash = await hashPassword(password);
  await changing(parts, id, async (trx, user, now) => {
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

/** Role, agency and address. Whoever is signed in with the old role has to sign in again. */
export async function movePerson(parts: DeskParts, id: number, to: Place, actor: Actor): Promise<void> {
  const email = emailAddress(to.email);
  assertHolder(to);
  await changing(parts, id, async (trx, user, now) => {
    const detail = await placeOf(trx, to);
    const isMoved = user.role !== to.role || user.agencyId !== to.agencyId;
    if (isMoved) await assertReplaceable(trx, user, actor);
    await saveUser(trx, id, { role: to.role, agencyId: to.agencyId, email });
    if (isMoved) await deleteSessionsOf(trx, id);
    // A link to the old address must not give away the account.
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

export async function disablePerson(parts: DeskParts, id: number, actor: Actor): Promise<void> {
  await changing(parts, id, async (trx, user, now) => {
    if (user.disabledAt !== null) throw isDisabled(user);
    await assertReplaceable(trx, user, actor);
    await saveUser(trx, id, { disabledAt: now });
    await deleteSessionsOf(trx, id);
    await closePasswordLinks(trx, id);
    await audit(trx, now, actor.name, 'user-disabled', user);
  });
}

export async function enablePerson(parts: DeskParts, id: number, actor: Actor): Promise<void> {
  await changing(parts, id, async (trx, user, now) => {
    if (user.disabledAt === null) {
      throw new VonggacError('refused', `${user.name} is not disabled.`, { vi: `${user.name} không bị khóa.` });
    }
    await saveUser(trx, id, { disabledAt: null });
    await audit(trx, now, actor.name, 'user-enabled', user);
  });
}

async function changing<T>(
  parts: DeskParts,
  id: number,
  change: (trx: Trx, user: UserRow, now: number) => Promise<T>,
): Promise<T> {
  const now = parts.clock();
  return parts.db.transaction().execute(async (trx) => {
    const user = await getUser(trx, id);
    if (!user) throw new VonggacError('not-found', `There is no user ${id}.`);
    return change(trx, user, now);
  });
}

/** Nobody locks themselves out, and somebody who manages people is always left. */
async function assertReplaceable(trx: Trx, user: UserRow, actor: Actor): Promise<void> {
  if (user.id === actor.id) {
    throw new VonggacError('refused', 'Another administrator must do this to your own account.', {
      vi: 'Thao tác này với tài khoản của chính bạn phải do quản trị viên khác thực hiện.',
    });
  }
  if (user.role === 'administrator' && !(await hasOtherAdministrator(trx, user.id))) {
    throw new VonggacError('refused', 'The last administrator must stay one.', {
      vi: 'Phải luôn còn ít nhất một quản trị viên.',
    });
  }
}

function isDisabled(user: UserRow): VonggacError {
  return new VonggacError('refused', `${user.name} is disabled.`, { vi: `Tài khoản ${user.name} đang bị khóa.` });
}

function audit(trx: Trx, at: number, actor: string, act: AuditAct, user: UserRow): Promise<string> {
  return appendAudit(trx, { at, actor, act, subject: `user ${user.name}` });
}
