/** People whom the organisation's identity provider vouches for: role and agency come from there at every sign-in. */
import { VonggacError } from '../../core/errors.ts';
import { findAgency } from '../../store/agencies.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Trx } from '../../store/database.ts';
import { deleteSessionsOf } from '../../store/sessions.ts';
import { findUserBySubject, getUser, saveUser, type UserRow } from '../../store/users.ts';
import type { DeskParts } from '../parts.ts';
import { emailAddress, placeOf, recordUser, userName } from './add-user.ts';
import { assertHolder, type Holder } from './capabilities.ts';
import { nobodysHash } from './password.ts';
import { startSession, type Whence } from './sign-in.ts';

/** What the provider says of somebody. Texts may be empty. */
export interface Identity {
  /** `ISSUER SUBJECT`, never given to anybody else. */
  readonly subject: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
}

const actor = 'identity provider';

/** @returns the session's token. Rejects with a sentence for somebody who may not come in. */
export async function signInByProvider(parts: DeskParts, identity: Identity, whence: Whence): Promise<string> {
  const now = parts.clock();
  const user = await parts.db.transaction().execute(async (trx) => {
    const holder = await holderOf(trx, parts, identity);
    const known = await findUserBySubject(trx, identity.subject);
    return known ? refresh(trx, now, known, holder, identity) : create(trx, now, holder, identity);
  });
  return startSession(parts, user, whence);
}

/** The first line of the configuration whose claim the person has. */
async function holderOf(trx: Trx, { config, log }: DeskParts, { groups }: Identity): Promise<Holder> {
  const line = config.oidc.roles.find(({ claim }) => groups.includes(claim));
  if (!line) throw noRight();
  const agency = line.agency === undefined ? null : await findAgency(trx, { name: line.agency });
  if (line.agency !== undefined && agency === null) {
    log.warn({ claim: line.claim }, 'oidc.roles names an agency without a portal');
    throw noRight();
  }
  const holder = { role: line.role, agencyId: agency?.id ?? null };
  assertHolder(holder);
  return holder;
}

async function refresh(trx: Trx, now: number, user: UserRow, to: Holder, identity: Identity): Promise<UserRow> {
  if (user.disabledAt !== null) throw noRight();
  const email = mailOf(identity);
  const isMoved = user.role !== to.role || user.agencyId !== to.agencyId;
  if (isMoved) {
    await deleteSessionsOf(trx, user.id);
    const detail = await placeOf(trx, to);
    await appendAudit(trx, { at: now, actor, act: 'user-changed', subject: `user ${user.name}`, detail });
  }
  if (isMoved || user.email !== email) {
    await saveUser(trx, user.id, { role: to.role, agencyId: to.agencyId, email });
  }
  return { ...user, ...to, email };
}

/** A name that is taken is refused: an account made here must not fall to whoever gets its name over there. */
async function create(trx: Trx, now: number, holder: Holder, identity: Identity): Promise<UserRow> {
  const { subject } = identity;
  const name = userName(identity.name);
  const email = mailOf(identity);
  const id = await recordUser(trx, now, { ...holder, name, email, subject, passwordHash: nobodysHash, actor });
  const user = await getUser(trx, id);
  if (!user) throw new VonggacError('bug', 'The account was created and is not there.');
  return user;
}

function mailOf({ email }: Identity): string | null {
  try {
    return emailAddress(email);
  } catch {
    return null;
  }
}

function noRight(): VonggacError {
  return new VonggacError('refused', 'Your account has no right to use Vọng Gác: ask an administrator.', {
    vi: 'Tài khoản của bạn chưa được cấp quyền sử dụng Vọng Gác: hãy liên hệ quản trị viên.',
  });
}
