/** Links of requests: made from a seed when a message is sent, stored as a hash. */
import { createHmac } from 'node:crypto';
import { dayMs } from '../../core/duty/days.ts';
import { mailGapMs, unconfirmedMs } from '../../core/requests/keep.ts';
import type { Trx } from '../../store/handle.ts';
import type { StoredRequest } from '../../store/requests/requests.ts';
import { takeMailTurn } from '../../store/requests/tallies.ts';
import { putToken, type RequestToken } from '../../store/requests/tokens.ts';
import { notify } from '../notices/notify.ts';
import { deskKey } from '../people/desk-key.ts';
import { newToken, tokenHash } from '../people/token.ts';
import type { RequestParts } from './request-parts.ts';

const extendMs = 8 * dayMs;

export function requestToken(key: Buffer, seed: string): string {
  return createHmac('sha256', key).update(`request ${seed}`).digest('base64url');
}

/** Not reversible without the key: the table of mailed addresses is no list of addresses. */
function addressHash(key: Buffer, address: string): string {
  return createHmac('sha256', key).update(`request mail ${address.toLowerCase()}`).digest('base64url');
}

type Purpose = Pick<RequestToken, 'purpose' | 'host'>;

async function openLink(
  trx: Trx,
  key: Buffer,
  requestId: number,
  { purpose, host }: Purpose,
  expiresAt: number,
): Promise<string> {
  const seed = newToken();
  await putToken(trx, { tokenHash: tokenHash(requestToken(key, seed)), requestId, purpose, host, expiresAt });
  return seed;
}

/**
 * Mails a link to an address that nobody has confirmed: at most one such mail per address and day, whatever it is about.
 * @returns whether it is mailed
 */
export async function mailLink(
  trx: Trx,
  parts: RequestParts,
  request: Pick<StoredRequest, 'id' | 'kind' | 'language'>,
  to: { readonly address: string; readonly purpose: 'confirm' | 'prove'; readonly host: string },
): Promise<boolean> {
  const now = parts.clock();
  const key = await deskKey(parts.config.dataDir);
  if (!(await takeMailTurn(trx, addressHash(key, to.address), now - mailGapMs, now))) return false;
  const until = now + unconfirmedMs;
  const seed = await openLink(trx, key, request.id, to, until);
  const { id: requestId, kind, language } = request;
  const facts = { requestId, kind, language, host: to.host, seed, until, operator: operatorOf(parts) };
  const event = to.purpose === 'confirm' ? 'request-typed' : 'proof-asked';
  await notify(trx, parts, event, facts, { at: now, site: null, recipients: [to.address] });
  return true;
}

/** @returns the seed of the link by which the requester extends the period */
export async function openExtension(trx: Trx, parts: RequestParts, requestId: number): Promise<string> {
  const key = await deskKey(parts.config.dataDir);
  return openLink(trx, key, requestId, { purpose: 'extend', host: '' }, parts.clock() + extendMs);
}

export function operatorOf({ config }: Pick<RequestParts, 'config'>): string | null {
  return config.requests.operator === '' ? null : config.requests.operator;
}
