/** One look at a reported address that nobody registered, by an operator's click: judged at first sight, not recorded. */
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { ReportedLook } from '../../core/requests/request.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { saveDetails } from '../../store/requests/requests.ts';
import { write } from '../../store/write.ts';
import { lookAtAddress } from '../check/look-now.ts';
import { needRequest } from './need-request.ts';
import type { RequestParts } from './request-parts.ts';

export type Seeing = Parameters<typeof lookAtAddress>[0];

const lookMs = 60_000;

export async function lookAtReported(parts: RequestParts & Seeing, actor: Actor, id: number): Promise<ReportedLook> {
  assertMay(actor, 'handle-requests', null);
  const { details } = await needRequest(parts.db, id);
  if (details.kind !== 'report') {
    throw new VonggacError('refused', `Request ${id} is no report.`, { vi: 'Yêu cầu này không phải là phản ánh.' });
  }
  const report = await lookAtAddress(parts, details.url, { signal: AbortSignal.timeout(lookMs) });
  const look: ReportedLook = { at: report.at, level: report.verdict.level, kind: report.verdict.kind };
  await write(parts.db, async (trx) => {
    const now = await needRequest(trx, id);
    await saveDetails(trx, id, { ...now.details, look });
    const detail = { level: look.level };
    await appendAudit(trx, {
      at: parts.clock(),
      actor: actor.name,
      act: 'request-looked-at',
      subject: `request ${id}`,
      detail,
    });
  });
  return look;
}
