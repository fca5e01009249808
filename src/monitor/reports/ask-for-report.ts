/** Somebody asks for a report; it is made in the background. */
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Language } from '../../core/reports/document.ts';
import { findTagName, type ReportScope } from '../../store/reads/reports/report-scope.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { countAskedBy, insertReport } from '../../store/records/reports.ts';
import { findAgency } from '../../store/registry/agencies.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { recordedSpan, type SpanRequest, spanOf } from './report-span.ts';

export interface ReportWish extends ReportScope {
  readonly period: SpanRequest;
  readonly language: Language;
}

/** Each takes a processor for a while. */
const mostWaiting = 5;

/** @returns the report's number */
export async function askForReport(parts: OperatorParts, actor: Actor, wish: ReportWish): Promise<number> {
  const { agencyId, tagKey, language, period } = wish;
  assertMay(actor, 'see', agencyId);
  const at = parts.clock();
  const span = spanOf(parts, period, at);
  const agency = agencyId === null ? null : await findAgency(parts.db, { id: agencyId });
  const tag = tagKey === null ? null : await findTagName(parts.db, tagKey);
  if ((agencyId !== null && agency === null) || (tagKey !== null && tag === null))
    throw new VonggacError('bad-input', 'The agency or the tag is not known any more: choose again.', {
      vi: 'Không còn cơ quan hoặc nhãn này: hãy chọn lại.',
    });
  return write(parts.db, async (trx) => {
    if ((await countAskedBy(trx, actor.name)) >= mostWaiting)
      throw new VonggacError('refused', 'Five of your reports are waiting already: try again when one is made.', {
        vi: 'Đã có 5 báo cáo do bạn yêu cầu đang chờ lập: hãy thử lại khi có báo cáo lập xong.',
      });
    const scopeName = agency?.name ?? tag;
    const asked = { span, agencyId, tagKey, scopeName, language, to: [], attach: 'none', isSummary: false } as const;
    const id = await insertReport(trx, { slot: null, asked, askedBy: actor.name, at });
    if (id === null) throw new VonggacError('bug', 'A report without a slot was refused for its slot.');
    const detail = { ...recordedSpan(span), ...(tag === null ? {} : { tag }) };
    const subject = agencyId === null ? 'reports' : (`agency ${agencyId}` as const);
    await appendAudit(trx, { at, actor: actor.name, act: 'report-asked', subject, detail });
    return id;
  });
}
