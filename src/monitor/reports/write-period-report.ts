/** A report written at once, for somebody with access to the server. */

import { tagKey } from '../../core/domain/tag.ts';
import { VonggacError } from '../../core/errors.ts';
import { type Actor, assertMay } from '../../core/people/actor.ts';
import type { Language } from '../../core/reports/document.ts';
import type { ReportScope } from '../../store/reads/reports/report-scope.ts';
import { appendAudit } from '../../store/records/audit.ts';
import { findAgency } from '../../store/registry/agencies.ts';
import { write } from '../../store/write.ts';
import type { OperatorParts } from '../parts.ts';
import { recordedSpan, type SpanRequest, spanOf } from './report-span.ts';
import { composeOf, type ReportFormat, type WritingPorts, writeReport } from './write-report.ts';

export interface PeriodRequest {
  readonly period: SpanRequest;
  /** Names; both null: all portals. */
  readonly agency: string | null;
  readonly tag: string | null;
  readonly language: Language;
  readonly format: ReportFormat;
}

export async function writePeriodReport(
  parts: OperatorParts,
  actor: Actor,
  { period, agency, tag, language, format }: PeriodRequest,
  ports: WritingPorts,
): Promise<Uint8Array> {
  const scope = await scopeNamed(parts, agency, tag);
  assertMay(actor, 'see', scope.agencyId);
  const now = parts.clock();
  const span = spanOf(parts, period, now);
  const document = await composeOf({ db: parts.db, config: parts.config, now }, { span, scope, language });
  const content = await writeReport(document, format, ports);
  await write(parts.db, (trx) =>
    appendAudit(trx, {
      at: now,
      actor: actor.name,
      act: 'report-written',
      subject: scope.agencyId === null ? 'reports' : `agency ${scope.agencyId}`,
      detail: { ...recordedSpan(span), format, ...(tag === null ? {} : { tag }) },
    }),
  );
  return content;
}

export async function scopeNamed(
  { db }: Pick<OperatorParts, 'db'>,
  agency: string | null,
  tag: string | null,
): Promise<ReportScope> {
  const found = agency === null ? null : await findAgency(db, { name: agency });
  if (agency !== null && found === null)
    throw new VonggacError('not-found', `There is no agency '${agency}': see 'vonggac agency list'.`);
  return { agencyId: found?.id ?? null, tagKey: tag === null ? null : tagKey(tag) };
}
