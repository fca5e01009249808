/** Runs a detector of additions over a look's views and over what their new scripts write. */
import type { Evidence, LookContext, ViewContext } from './detector.ts';

type EvidenceIn = (context: LookContext, view: ViewContext) => readonly Evidence[];

export function inAllViews(context: LookContext, evidenceIn: EvidenceIn): Evidence[] {
  const { views, written = [] } = context;
  return [
    ...views.flatMap((view) => evidenceIn(context, view)),
    ...written.flatMap((view) => evidenceIn(context, view).map(saidWritten)),
  ];
}

function saidWritten(evidence: Evidence): Evidence {
  const { vi, en } = evidence.finding.reason;
  const reason = {
    vi: `${vi.replace(/\.$/, '')} (do mã lệnh ghi vào trang).`,
    en: `${en.replace(/\.$/, '')} (written into the page by a script).`,
  };
  return { ...evidence, finding: { ...evidence.finding, reason } };
}
