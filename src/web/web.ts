/** The dashboard's parts, passed to every route. */
import type { Words } from '../core/domain/words.ts';
import type { FormName, FormTemplates, FormValues } from '../core/forms/form-template.ts';
import type { Playbook } from '../core/incidents/playbook.ts';
import type { Notice } from '../core/notices/notice.ts';
import type { NoteUnderWay, Pictures } from '../core/ports.ts';
import type { DashboardActs } from '../monitor/acts/dashboard-acts.ts';
import type { ScrapedMetrics } from '../monitor/metrics/serve-metrics.ts';
import type { OperatorParts } from '../monitor/parts.ts';
import type { SignInGuard } from '../monitor/people/sign-in-guard.ts';
import type { EvidenceJobs } from './api/evidence-jobs.ts';
import type { Assets } from './assets.ts';
import type { AuditCheck } from './audit-check.ts';
import type { EvidencePictures } from './evidence-pictures.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Health, Live } from './live.ts';
import type { Moments } from './moments.ts';

export interface WebOptions {
  readonly parts: OperatorParts;
  readonly acts: DashboardActs;
  readonly pictures: Pictures;
  /** An agency's first steps, per kind of incident. */
  readonly playbook: Playbook;
  /** The reports that the rules ask for. */
  readonly forms: FormTemplates;
  printForm(form: FormName, values: FormValues, format: 'pdf' | 'docx'): Promise<Uint8Array>;
  health(): Promise<Health>;
  /** A notice as its recipients read it. */
  previewMail(notice: Notice, language: keyof Words): { readonly subject: string; readonly text: string };
  readonly version: string;
  /** Metrics for whoever has their token; omitted: the dashboard serves none. */
  readonly metrics?: ScrapedMetrics;
  readonly underWay: NoteUnderWay;
  /** Aborted when the dashboard closes, which ends long-lived responses. */
  readonly stopping: AbortSignal;
}

export interface Web extends WebOptions {
  readonly assets: Assets;
  readonly moments: Moments;
  readonly guard: SignInGuard;
  readonly evidencePictures: EvidencePictures;
  readonly auditCheck: AuditCheck;
  readonly evidenceJobs: EvidenceJobs;
  readonly live: Live;
  /** Null when none is configured. */
  readonly identityProvider: IdentityProvider | null;
}
