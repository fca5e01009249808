/** Tables for incidents, suspects and the changes people ignore. Times are UTC milliseconds. */
import type { Generated } from 'kysely';

export interface IncidentTable {
  number: Generated<number>;
  siteId: number;
  status: 'open' | 'acknowledged' | 'resolved' | 'dismissed';
  kindsJson: string;
  fingerprintsJson: string;
  openedAt: number;
  changedAt: number;
  endedAt: number | null;
  acknowledgementJson: string | null;
  previousNumber: number | null;
  campaignNumber: number | null;
  /** The assigned person; null while unassigned. */
  assigneeId: number | null;
  /** Legal hold: while set, retention deletes nothing of the incident (`store/evidence/held.ts`). */
  heldAt: number | null;
  heldBy: string | null;
  heldReason: string | null;
}

/** Incidents on several sites that share traits. */
export interface CampaignTable {
  number: Generated<number>;
  openedAt: number;
  changedAt: number;
  /** `CommonTrait[]`. */
  commonJson: string;
}

/** `Traits` of an incident, kept while other incidents may still be compared with it. */
export interface IncidentTraitsTable {
  incidentNumber: number;
  openedAt: number;
  traitsJson: string;
}

/** By what incidents are found to be similar (`core/incidents/similar.ts`); `type` is `Mark.type`. */
export interface IncidentIndicatorTable {
  type: string;
  value: string;
  incidentNumber: number;
}

export interface IncidentTargetTable {
  incidentNumber: number;
  targetId: string;
  url: string;
  level: 'suspect' | 'alarm';
  kind: string;
  score: number;
  findingsJson: string;
  /** `IncidentTarget.confirmation`. */
  confirmationJson: string | null;
  checkId: number | null;
  firedAt: number;
  recoveredAt: number | null;
}

/** An incident's timeline: opened, updated, acknowledged, noted, resolved … */
export interface IncidentEventTable {
  id: Generated<number>;
  incidentNumber: number;
  at: number;
  actor: string;
  type: string;
  note: string | null;
}

export interface SuspectTable {
  id: Generated<number>;
  siteId: number;
  targetId: string;
  /** Of the strongest finding. */
  fingerprint: string;
  kind: string;
  score: number;
  checkId: number;
  firstSeenAt: number;
  lastSeenAt: number;
  seenCount: number;
  status: 'open' | 'dismissed' | 'closed' | 'promoted';
  endedAt: number | null;
  /** Account of the reviewer. */
  assigneeId: number | null;
}

/** "Ignore exactly this change" on one site. */
export interface IgnoredChangeTable {
  fingerprint: string;
  siteId: number;
  createdAt: number;
  createdBy: string;
  expiresAt: number;
  note: string | null;
}
