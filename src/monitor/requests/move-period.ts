/** Moves the end of a request's period. */
import { VonggacError } from '../../core/errors.ts';
import type { Trx } from '../../store/handle.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { changeRequest, type StoredRequest } from '../../store/requests/requests.ts';
import type { RequestParts } from './request-parts.ts';
import { tellRequester } from './tell-requester.ts';

export function badDay(): VonggacError {
  return new VonggacError('bad-input', 'Give a last day within a year from today.', {
    vi: 'Hãy chọn ngày kết thúc từ hôm nay trở đi, trong vòng một năm.',
  });
}

export async function movePeriod(
  trx: Trx,
  parts: RequestParts,
  request: StoredRequest,
  periodTo: number,
  by: string,
): Promise<void> {
  if (request.status !== 'learning' && request.status !== 'watched') {
    throw new VonggacError('refused', `Request ${request.id} is not being watched.`, {
      vi: 'Yêu cầu này không ở trạng thái đang theo dõi nên không gia hạn được.',
    });
  }
  const now = parts.clock();
  await changeRequest(trx, request.id, now, { periodTo, periodAskedAt: null });
  await tellRequester(trx, parts, { ...request, periodTo }, 'extended');
  const detail = { until: new Date(periodTo).toISOString() };
  await appendAudit(trx, { at: now, actor: by, act: 'request-extended', subject: `request ${request.id}`, detail });
}
