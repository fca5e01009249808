/** What the dashboard is made of, handed to every route. */
import type { Playbook } from '../core/playbook.ts';
import type { Pictures } from '../core/ports.ts';
import type { DeskActs } from '../monitor/desk-acts.ts';
import type { DeskParts } from '../monitor/parts.ts';
import type { SignInGuard } from '../monitor/people/sign-in-guard.ts';
import type { Assets } from './assets.ts';
import type { AuditCheck } from './audit-check.ts';
import type { EvidencePictures } from './evidence-pictures.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Live } from './live.ts';
import type { Moments } from './moments.ts';

/** How the daemon is. */
export interface Health {
  /** Its heart beat lately: looks are being made. */
  readonly ok: boolean;
  /** When it last did; null when it never ran. */
  readonly heartbeatAt: number | null;
  /** Since when our own way out is closed; null while it is open. */
  readonly blindSince: number | null;
}

export interface WebOptions {
  readonly parts: DeskParts;
  readonly acts: DeskActs;
  readonly pictures: Pictures;
  /** What an agency does first, per kind of incident. */
  readonly playbook: Playbook;
  health(): Promise<Health>;
  readonly version: string;
  /** Aborted when the dashboard closes: what is open for long ends then. */
  readonly stopping: AbortSignal;
}

export interface Web extends WebOptions {
  readonly assets: Assets;
  readonly moments: Moments;
  readonly guard: SignInGuard;
  readonly evidencePictures: EvidencePictures;
  readonly auditCheck: AuditCheck;
  readonly live: Live;
  /** Null when none is configured. */
  readonly identityProvider: IdentityProvider | null;
}
