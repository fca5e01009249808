/** A watched page's confirmation state. */
import type { SpecialProfile, Tier } from './capture.ts';
import type { Kind, Level, Verdict } from './finding.ts';

/**
 * Why an unregistered address is checked: it was `found` in a sitemap or a link; it cannot exist (`not-found`); it is a
 * name that attackers leave (`telling`: hardly anyone else does, `plain`: others do too).
 */
export type ProbeRole = 'found' | 'not-found' | 'telling' | 'plain';

/** A registered page, the names of a host, or a discovered page. */
export type TargetRole = 'registered' | 'names' | ProbeRole;

export type TargetStatus = 'learning' | 'ok' | 'pending' | 'firing';

/** One look's vote while a target is pending. */
export interface Vote {
  readonly at: number;
  readonly level: Level;
  readonly kind: Kind | null;
}

/** State of a target between looks. */
export interface TargetState {
  readonly status: TargetStatus;
  /** When the status was entered. */
  readonly since: number;
  /** Judged looks since the status became `pending`, except unknown ones. */
  readonly votes: readonly Vote[];
  /** The worst look of the pending round, with the check that holds its evidence. */
  readonly worst: { readonly verdict: Verdict; readonly checkId: number | null } | null;
  /** The tier that raised what is pending, queued or firing: a shallower look cannot clear it. */
  readonly raisedBy: Tier | null;
  /** The only profile that saw it: a look without that profile cannot clear it. */
  readonly raisedFor: SpecialProfile | null;
  /** Fingerprints of the suspects in the operator's queue. */
  readonly queued: readonly string[];
  /** Fingerprints of the latest look while firing: a new one counts when seen twice in a row. */
  readonly lastFingerprints: readonly string[];
  /** Consecutive clean looks. */
  readonly cleanStreak: number;
  readonly lastLevel: Level | null;
  readonly lastKind: Kind | null;
  readonly unknownSince: number | null;
  /** The latest look found the content gone (`Verdict.isGone`); it counts as unknown from `unknownSince` on. */
  readonly lastIsGone: boolean;
  /** Since when looks fail because of us; that time does not count as an outage of the portal. */
  readonly blindSince: number | null;
  /** Who was notified of the current unknown: nobody, the operator, or the agency too. */
  readonly outageNotified: 'nobody' | 'operator' | 'agency';
  /** When alarms ended unconfirmed, within the last 24 h. */
  readonly unconfirmedAt: readonly number[];
  /** When the pending alarm was queued because no look could confirm or clear it. */
  readonly overdueAt: number | null;
  /** When looks clicked on the page, within the last 24 h; omitted where none did. */
  readonly clickedAt?: readonly number[];
  /** Where the latest looks were cut off, and how many in a row ended there; omitted where the latest was whole. */
  readonly cuts?: { readonly tail: string; readonly looks: number };
  /** Looks made, both tiers together. */
  readonly lookCount: number;
}
