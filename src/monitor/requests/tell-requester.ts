/** Tells the requester what became of it; only an address that its owner confirmed is mailed. */
import type { RequestOutcome } from '../../core/notices/about-requests.ts';
import type { Trx } from '../../store/handle.ts';
import type { StoredRequest } from '../../store/requests/requests.ts';
import { notify } from '../notices/notify.ts';
import { openExtension, operatorOf } from './request-link.ts';
import type { RequestParts } from './request-parts.ts';

export async function tellRequester(
  trx: Trx,
  parts: RequestParts,
  request: Pick<StoredRequest, 'id' | 'language' | 'confirmedAt' | 'details' | 'periodTo'>,
  outcome: RequestOutcome,
): Promise<void> {
  const email = request.details?.email ?? '';
  if (request.confirmedAt === null || email === '') return;
  const seed = outcome === 'period-ending' ? await openExtension(trx, parts, request.id) : null;
  const { id: requestId, language } = request;
  const isAboutPeriod = outcome !== 'refused' && outcome !== 'answered';
  const periodTo = isAboutPeriod ? request.periodTo : null;
  const facts = { requestId, language, outcome, periodTo, seed, operator: operatorOf(parts) };
  await notify(trx, parts, 'request-decided', facts, { at: parts.clock(), site: null, recipients: [email] });
}
