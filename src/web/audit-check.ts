/** Whether the audit chain is intact, for pages: a full walk costs a second per some hundred thousand rows. */

import type { Database } from '../store/handle.ts';
import { type AuditReport, auditHead, verifyAudit } from '../store/records/audit.ts';

export interface CheckedAudit {
  readonly report: AuditReport;
  readonly at: number;
}

export type AuditCheck = (now: number) => Promise<CheckedAudit>;

/** A rewritten row shows within this time, a new one at once. */
const goodForMs = 60_000;

export function createAuditCheck(db: Database, dataDir: string): AuditCheck {
  let last: { readonly head: string; readonly checked: CheckedAudit } | null = null;
  return async (now) => {
    const head = await auditHead(db);
    if (last && last.head === head && now - last.checked.at < goodForMs) return last.checked;
    last = { head, checked: { report: await verifyAudit(db, dataDir), at: now } };
    return last.checked;
  };
}
