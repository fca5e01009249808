/**
 * What people do by the link in a mail. Opening it changes nothing, because scanners open every link; the button does.
 */
import { VonggacError } from '../../core/errors.ts';
import { nextStatus } from '../../core/requests/request.ts';
import { readExtension } from '../../core/requests/typed.ts';
import type { Database, Trx } from '../../store/handle.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { putProof } from '../../store/requests/proofs.ts';
import { changeRequest, findRequest, requestsBy, type StoredRequest } from '../../store/requests/requests.ts';
import { findToken, type RequestToken, useToken } from '../../store/requests/tokens.ts';
import { write } from '../../store/write.ts';
import { tokenHash } from '../people/token.ts';
import { badDay, movePeriod } from './move-period.ts';
import type { RequestParts } from './request-parts.ts';
import { momentOf } from './submit.ts';
import { tellRequester } from './tell-requester.ts';

export interface OpenedLink {
  readonly token: RequestToken;
  readonly request: StoredRequest;
  /** Unconfirmed requests with the same address, this one first. */
  readonly unconfirmed: readonly StoredRequest[];
}

/** Null when it is used, over, replaced or never was. */
export async function openedLink(
  parts: Pick<RequestParts, 'db' | 'clock'>,
  purpose: RequestToken['purpose'],
  token: string,
): Promise<OpenedLink | null> {
  return opened(parts.db, purpose, token, parts.clock());
}

async function opened(
  db: Database | Trx,
  purpose: RequestToken['purpose'],
  token: string,
  now: number,
): Promise<OpenedLink | null> {
  const found = await findToken(db, tokenHash(token), now);
  if (found?.purpose !== purpose) return null;
  const request = await findRequest(db, found.requestId);
  if (!request?.details) return null;
  const others = purpose === 'confirm' ? await requestsBy(db, request.details.email) : [];
  const waiting = others.filter(
    ({ id, confirmedAt, status }) => id !== request.id && confirmedAt === null && status !== 'closed',
  );
  return { token: found, request, unconfirmed: [request, ...waiting] };
}

/** @param ids those that the reader of the mailbox knows as their own */
export async function confirmByLink(parts: RequestParts, token: string, ids: readonly number[]): Promise<void> {
  await write(parts.db, async (trx) => {
    const now = parts.clock();
    const link = await need(trx, 'confirm', token, now);
    await useToken(trx, link.token.tokenHash);
    for (const request of link.unconfirmed.filter(({ id }) => ids.includes(id))) {
      const status = nextStatus(request.status, 'confirm') ?? request.status;
      await changeRequest(trx, request.id, now, { confirmedAt: now, status });
      // An answer that came before its address was confirmed.
      if (status === 'answered') await tellRequester(trx, parts, { ...request, confirmedAt: now }, 'answered');
      await appendAudit(trx, {
        at: now,
        actor: 'public page',
        act: 'request-confirmed',
        subject: `request ${request.id}`,
      });
    }
  });
}

/** The owner of a host agrees, from an address that the host published. */
export async function agreeByLink(parts: RequestParts, token: string): Promise<void> {
  await write(parts.db, async (trx) => {
    const now = parts.clock();
    const { token: used, request } = await need(trx, 'prove', token, now);
    await useToken(trx, used.tokenHash);
    const proof = { requestId: request.id, host: used.host, method: 'mail', at: now, actor: 'public page' } as const;
    await putProof(trx, { ...proof, contactId: null });
    const detail = { host: used.host, method: 'mail' };
    await appendAudit(trx, {
      at: now,
      actor: 'public page',
      act: 'request-proven',
      subject: `request ${request.id}`,
      detail,
    });
  });
}

/** @param lastDay as typed */
export async function extendByLink(parts: RequestParts, token: string, lastDay: string): Promise<void> {
  const to = readExtension(lastDay, momentOf(parts));
  if (to === null) throw badDay();
  await write(parts.db, async (trx) => {
    const { token: used, request } = await need(trx, 'extend', token, parts.clock());
    await useToken(trx, used.tokenHash);
    await movePeriod(trx, parts, request, to, 'public page');
  });
}

async function need(trx: Trx, purpose: RequestToken['purpose'], token: string, now: number): Promise<OpenedLink> {
  const link = await opened(trx, purpose, token, now);
  if (link !== null) return link;
  throw new VonggacError('refused', 'This link is no longer valid.', { vi: 'Liên kết này không còn dùng được.' });
}
