/** Whether the audit chain holds, for pages: walking it all costs a second per some hundred thousand rows. */
import { type AuditReport, auditHead, verifyAudit } from '../store/audit.ts';
import type { Database } from '../store/database.ts';

export interface CheckedAudit {
  readonly report: AuditReport;
  readonly at: number;
}

export type AuditCheck = (now: number) => Promise<CheckedAudit>;

/** A rewritten row shows at the latest after this time, a new one at once. */
const goodForMs = 60_000;

export function createAuditCheck(db: Database): AuditCheck {
  let last: { readonly head: string; readonly checked: CheckedAudit } | null = null;
  return async (now) => {
    const head = await auditHead(db);
    if (last && last.head === head && now - last.checked.at < goodForMs) return last.checked;
    last = { head, checked: { report: await verifyAudit(db), at: now } };
    return last.checked;
  };
}
