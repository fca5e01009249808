/** Refuses, answers or closes a request. */
import { VonggacError } from '../../core/errors.ts';
import type { RequestOutcome } from '../../core/notices/about-requests.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { RequestAct } from '../../core/requests/request.ts';
import { plainText } from '../../core/text.ts';
import { appendAudit } from '../../store/records/audit.ts';
import type { AuditAct } from '../../store/records/audit-acts.ts';
import { changeRequest, saveDetails } from '../../store/requests/requests.ts';
import { write } from '../../store/write.ts';
import { needRequest, statusAfter } from './need-request.ts';
import type { RequestParts } from './request-parts.ts';
import { tellRequester } from './tell-requester.ts';

const longestAnswer = 1_000;

interface Decision {
  readonly audit: AuditAct;
  readonly outcome: RequestOutcome | null;
  readonly needsWords: boolean;
}

const decisions = {
  refuse: { audit: 'request-refused', outcome: 'refused', needsWords: true },
  answer: { audit: 'request-answered', outcome: 'answered', needsWords: true },
  /** Without a mail: spam, or settled by telephone. */
  close: { audit: 'request-closed', outcome: null, needsWords: false },
} as const satisfies Partial<Record<RequestAct, Decision>>;

export type RequestDecision = keyof typeof decisions;

/** @param words to the requester; kept with the personal data, so not in the audit log */
export async function decideRequest(
  parts: RequestParts,
  actor: Actor,
  id: number,
  decision: RequestDecision,
  words: string,
): Promise<void> {
  assertMay(actor, 'handle-requests', null);
  const { audit, outcome, needsWords } = decisions[decision];
  const answer = plainText(words, longestAnswer);
  if (needsWords && answer === '') {
    throw new VonggacError('bad-input', 'Say why: the requester reads it.', {
      vi: 'Hãy ghi lý do hoặc nội dung trả lời: người gửi yêu cầu sẽ đọc được.',
    });
  }
  const now = parts.clock();
  await write(parts.db, async (trx) => {
    const request = await needRequest(trx, id);
    if (request.kind !== (decision === 'answer' ? 'report' : decision === 'refuse' ? 'watch' : request.kind)) {
      throw new VonggacError('refused', `Request ${id} is of another kind.`, {
        vi: 'Yêu cầu này thuộc loại khác, không xử lý theo cách này được.',
      });
    }
    const status = statusAfter(request, decision);
    const details = { ...request.details, answer };
    await saveDetails(trx, id, details);
    await changeRequest(trx, id, now, { status, closedAt: now });
    if (outcome !== null) await tellRequester(trx, parts, request, outcome);
    await appendAudit(trx, { at: now, actor: actor.name, act: audit, subject: `request ${id}` });
  });
}
