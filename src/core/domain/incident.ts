/** What was confirmed at a site, and who handles it. */
import type { AttackKind, Finding } from './finding.ts';

export type IncidentStatus = 'open' | 'acknowledged' | 'resolved' | 'dismissed';

/** A target's part in an incident. */
export interface IncidentTarget {
  readonly targetId: string;
  readonly url: string;
  /** `suspect`: confirmed by a person, not by looks. */
  readonly level: 'suspect' | 'alarm';
  readonly kind: AttackKind;
  readonly score: number;
  readonly findings: readonly Finding[];
  /** How many looks agreed when it was confirmed. */
  readonly confirmation: { readonly alarms: number; readonly looks: number } | null;
  /** The check shown as evidence: the first alarm's, or the latest escalation's. */
  readonly checkId: number | null;
  readonly firedAt: number;
  readonly recoveredAt: number | null;
}

/** What a person acknowledged. */
export interface Acknowledgement {
  readonly by: string;
  readonly at: number;
  readonly kinds: readonly AttackKind[];
  readonly targetIds: readonly string[];
  readonly fingerprints: readonly string[];
}

/** One per site while open. */
export interface Incident {
  readonly number: number;
  readonly siteId: number;
  readonly status: IncidentStatus;
  readonly kinds: readonly AttackKind[];
  readonly targets: readonly IncidentTarget[];
  readonly fingerprints: readonly string[];
  readonly openedAt: number;
  readonly changedAt: number;
  readonly endedAt: number | null;
  readonly acknowledgement: Acknowledgement | null;
  /** The site's latest earlier incident, when this is a return. */
  readonly previousNumber: number | null;
  /** The campaign it belongs to. */
  readonly campaignNumber: number | null;
}
