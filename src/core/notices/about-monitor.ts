/** Notices about the monitor itself and its accounts. */

import type { AttackKind, OutageKind } from '../domain/finding.ts';
import type { Words } from '../domain/words.ts';

/** The monitor was offline: to the operators only. */
export interface BlindnessNotice {
  readonly type: 'monitor-blind' | 'monitor-seeing';
  readonly at: number;
  readonly blindSince: number;
  /** Null while it lasts. */
  readonly seeingSince: number | null;
  /** Control sites that answered in the latest round, out of those asked. */
  readonly answered: number;
  readonly asked: number;
  readonly dashboardUrl: string | null;
}

/** Daily heartbeat to the operators. */
export interface CoverageNotice {
  readonly type: 'coverage';
  readonly at: number;
  readonly since: number;
  readonly targetCount: number;
  readonly lookedAtCount: number;
  readonly lookCount: number;
  readonly worstLatenessMs: number;
  readonly openIncidents: readonly {
    readonly number: number;
    readonly site: string;
    readonly kinds: readonly AttackKind[];
  }[];
  readonly openSuspects: readonly { readonly site: string; readonly url: string; readonly kind: AttackKind }[];
  readonly unknown: readonly { readonly url: string; readonly kind: OutageKind; readonly since: number }[];
  readonly unsent: number;
  /** Since when the monitor has been offline; omitted while it is online. */
  readonly blindSince?: number;
  /** Latest hash of the audit chain. */
  readonly auditHead: string;
  readonly dashboardUrl: string | null;
}

/** Password reset for one person. */
export interface PasswordResetNotice {
  readonly type: 'password-reset';
  readonly at: number;
  /** The user name. */
  readonly user: string;
  /** Seed from which the link is made when the message is sent. */
  readonly seed: string;
  readonly until: number;
  /** Never recorded, so that read access to the database does not reveal it. */
  readonly link: string | null;
}

/** A period report, with what it says in a few words; in the report's language. */
export interface ReportNotice {
  readonly type: 'report';
  readonly at: number;
  readonly language: keyof Words;
  /** `tháng 11 năm 2026` */
  readonly period: string;
  /** Agency or tag; null: all portals. */
  readonly scopeName: string | null;
  readonly title: string;
  /** For the subject: `không có sự cố, theo dõi 99,98 %`. */
  readonly summary: string;
  readonly lead: string;
  readonly highlights: readonly { readonly label: string; readonly value: string }[];
  readonly isQuiet: boolean;
  /** Attached; null: only linked. */
  readonly file: { readonly hash: string; readonly name: string } | null;
  readonly dashboardUrl: string | null;
}

export interface TestNotice {
  readonly type: 'test';
  readonly at: number;
}
