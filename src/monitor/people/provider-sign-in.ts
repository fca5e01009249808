/** People signed in by the organisation's identity provider: role and agency come from there at every sign-in. */

import { VonggacError } from '../../core/errors.ts';
import type { Trx } from '../../store/handle.ts';
import { deleteSessionsOf } from '../../store/people/sessions.ts';
import { findUserBySubject, getUser, saveUser, type UserRow } from '../../store/people/users.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { findAgency } from '../../store/registry/agencies.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { accountRef, followPerson } from '../settings/roster-people.ts';
import { emailAddress, placeOf, recordUser, userName } from './add-user.ts';
import { assertHolder, type Holder } from './capabilities.ts';
import { dummyHash } from './password.ts';
import { type ClientInfo, startSession } from './sign-in.ts';

/** The provider's claims about a person. Texts may be empty. */
export interface Identity {
  /** `ISSUER SUBJECT`, never reassigned to another person. */
  readonly subject: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
}

const actor = 'identity provider';

/** @returns the session's token. Rejects with a sentence for somebody who may not sign in. */
export async function signInByProvider(parts: OperatorParts, identity: Identity, client: ClientInfo): Promise<string> {
  const now = parts.clock();
  const user = await write(parts.db, async (trx) => {
    const holder = await holderOf(trx, parts, identity);
    const known = await findUserBySubject(trx, identity.subject);
    return known ? refresh(trx, now, known, holder, identity) : create(trx, now, holder, identity);
  });
  return startSession(parts, user, client);
}

/** The first configured role entry whose claim the person has. */
async function holderOf(trx: Trx, { config, log }: OperatorParts, { groups }: Identity): Promise<Holder> {
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
    // A provider that no longer names an address must not keep anybody out.
    if (email !== null) await followPerson(trx, { ref: accountRef(user.id), phoneBefore: null, by: actor, at: now });
  }
  return { ...user, ...to, email };
}

/** Refuses a name that is taken: a local account must not pass to whoever gets its name at the provider. */
async function create(trx: Trx, now: number, holder: Holder, identity: Identity): Promise<UserRow> {
  const { subject } = identity;
  const name = userName(identity.name);
  const email = mailOf(identity);
  const id = await recordUser(trx, now, { ...holder, name, email, subject, passwordHash: dummyHash, actor });
  const user = await getUser(trx, id);
  if (!user) throw new VonggacError('bug', 'The account was created but cannot be found.');
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
