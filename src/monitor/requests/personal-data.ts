/** Hands out and erases the personal data of requests (Luật Bảo vệ dữ liệu cá nhân). */
import { randomBytes } from 'node:crypto';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import { isClosed } from '../../core/requests/request.ts';
import type { Database, Trx } from '../../store/handle.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { deleteRequest, eraseDetails } from '../../store/requests/erase.ts';
import { proofsOf } from '../../store/requests/proofs.ts';
import { changeRequest, findRequest, requestsBy, type StoredRequest } from '../../store/requests/requests.ts';
import { write } from '../../store/write.ts';
import type { RequestParts } from './request-parts.ts';

export interface Subject {
  /** One request, or everything that a mail address asked for. */
  readonly id?: number;
  readonly email?: string;
}

/** Everything that is stored about a person, in a form that can be handed out. */
export async function exportRequests(
  parts: Pick<RequestParts, 'db' | 'clock'>,
  actor: Actor,
  subject: Subject,
): Promise<readonly object[]> {
  assertMay(actor, 'handle-requests', null);
  return write(parts.db, async (trx) => {
    const found = await ofSubject(trx, subject);
    const exported: object[] = [];
    for (const request of found) {
      const proofs = await proofsOf(trx, request.id);
      const { proofToken: _, duplicateKey: __, details, ...row } = request;
      exported.push({ ...row, details, proofs: proofs.map(({ requestId: ___, ...proof }) => proof) });
      await appendAudit(trx, {
        at: parts.clock(),
        actor: actor.name,
        act: 'request-exported',
        subject: `request ${request.id}`,
      });
    }
    return exported;
  });
}

/**
 * Erases everything personal; the numbered row stays, closed. Recipients of portals that were registered stay too: they
 * are alarmed until somebody changes the portal.
 * @returns how many requests were erased
 */
export async function eraseRequests(
  parts: Pick<RequestParts, 'db' | 'clock'>,
  actor: Actor,
  subject: Subject,
): Promise<number> {
  assertMay(actor, 'handle-requests', null);
  return write(parts.db, async (trx) => {
    const found = (await ofSubject(trx, subject)).filter(({ details }) => details !== null);
    const now = parts.clock();
    for (const request of found) {
      await erase(trx, request);
      const isOver = isClosed(request.status) || request.status === 'unconfirmed' || request.status === 'waiting';
      if (isOver) await changeRequest(trx, request.id, now, { status: 'closed', closedAt: request.closedAt ?? now });
      await appendAudit(trx, { at: now, actor: actor.name, act: 'request-erased', subject: `request ${request.id}` });
    }
    return found.length;
  });
}

/** Removes a request whose time is over. */
export async function forgetRequest(trx: Trx, id: number): Promise<void> {
  const request = await findRequest(trx, id);
  if (request !== null) await erase(trx, request);
  await deleteRequest(trx, id);
}

async function erase(trx: Trx, { id, details }: StoredRequest): Promise<void> {
  const addresses = details === null ? [] : [details.email, ...Object.values(details.published).flat()];
  await eraseDetails(trx, id, addresses, randomBytes(8).toString('hex'));
}

async function ofSubject(db: Database | Trx, { id, email }: Subject): Promise<readonly StoredRequest[]> {
  const one = id === undefined ? null : await findRequest(db, id);
  const found = [...(one ? [one] : []), ...(email === undefined ? [] : await requestsBy(db, email))];
  if (found.length > 0) return found;
  throw new VonggacError('not-found', `There is no such request: see 'vonggac request list'.`);
}
