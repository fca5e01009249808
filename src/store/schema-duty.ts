/** The tables of the people on duty. */
import type { Generated } from 'kysely';
import type { Rung } from '../core/duty/ladder.ts';

/** What one officer leaves for the next. */
export interface DutyNoteTable {
  id: Generated<number>;
  at: number;
  author: string;
  /** The author's agency, which reads it; null: for those who serve every agency. */
  agencyId: number | null;
  text: string;
}

/** A step of the ladder that was taken, written together with its notice. */
export interface LadderStepTable {
  incidentNumber: number;
  /** Since when nobody owned it: an acknowledgement that was withdrawn begins the ladder anew. */
  unownedSince: number;
  to: Rung;
  /** Which of the steps to them it is, from 0. */
  turn: number;
  at: number;
}

/** An announced maintenance of a site: looks go on, mail about alarms waits for its end. */
export interface BlackoutTable {
  id: Generated<number>;
  siteId: number;
  beginsAt: number;
  /** Moved to the moment at which somebody ended it early. */
  endsAt: number;
  reason: string;
  createdBy: string;
  createdAt: number;
  /** When what was held was told; null before. */
  toldAt: number | null;
}
