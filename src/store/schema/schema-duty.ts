/** Tables for duty shifts. */
import type { Generated } from 'kysely';
import type { StepRecipient } from '../../core/duty/ladder.ts';

/** A hand-over note from one officer to the next. */
export interface DutyNoteTable {
  id: Generated<number>;
  at: number;
  author: string;
  /** The author's agency, whose people may read it; null: people who serve every agency. */
  agencyId: number | null;
  text: string;
}

/** An escalation step that was taken, written together with its notice. */
export interface EscalationStepTable {
  incidentNumber: number;
  /** Since when it has had no owner: withdrawing an acknowledgement restarts escalation. */
  unownedSince: number;
  to: StepRecipient;
  /** Index of the step among those to the same people, from 0. */
  index: number;
  at: number;
}

/** Maintenance of a site: looks continue, mail about alarms is held until it ends. */
export interface MaintenanceTable {
  id: Generated<number>;
  siteId: number;
  beginsAt: number;
  /** Set to the current time when somebody ends it early. */
  endsAt: number;
  reason: string;
  createdBy: string;
  createdAt: number;
  /** When the held alarms were sent; null before. */
  notifiedAt: number | null;
}
