/**
 * The state in which a site is shown: that of its worst target. Nothing is shown as normal unless it was seen lately,
 * judged clean, and compared with a baseline that somebody approved.
 */
import { type RawBuilder, sql } from 'kysely';

/** From worst to best; the position is the rank. */
export const siteStates = [
  'alarm',
  'suspect',
  'unknown',
  /** The last look is older than two intervals, so what it said no longer counts. */
  'unseen',
  'learning',
  /** Clean against a baseline that nobody approved yet. */
  'provisional',
  'ok',
  'paused',
] as const;

export type SiteState = (typeof siteStates)[number];

export interface Freshness {
  readonly now: number;
  /** The configured `schedule.every`, for targets without their own. */
  readonly everyMs: number;
}

/** A look counts for this many intervals, and never for less than a slow look may take to come. */
export const staleAfterIntervals = 2;
const freshAtLeastMs = 120_000;

/**
 * Rank of one target (0 is worst). Needs `targets`, its `sites` row, and `baselines` left-joined to the current browser
 * baseline.
 */
export function targetRank({ now, everyMs }: Freshness): RawBuilder<number> {
  return sql<number>`case
    when targets.status = 'firing' then ${rankOf('alarm')}
    when sites.status = 'paused' then ${rankOf('paused')}
    when targets.status = 'pending' or targets."lastLevel" in ('suspect', 'alarm') then ${rankOf('suspect')}
    when coalesce(targets."lastCheckAt", sites."createdAt")
      < ${now} - ${staleAfterMs(everyMs)} then ${rankOf('unseen')}
    when targets."lastLevel" = 'unknown' then ${rankOf('unknown')}
    when targets.status = 'learning' or targets."lastLevel" is null then ${rankOf('learning')}
    when baselines.status is null or baselines.status != 'approved' then ${rankOf('provisional')}
    else ${rankOf('ok')} end`;
}

function staleAfterMs(everyMs: number): RawBuilder<number> {
  const intervals = sql<number>`${staleAfterIntervals} * coalesce(targets."everyMs", ${everyMs})`;
  return sql<number>`(case when ${intervals} > ${freshAtLeastMs} then ${intervals} else ${freshAtLeastMs} end)`;
}

export function rankOf(state: SiteState): number {
  return siteStates.indexOf(state);
}

export function stateOf(rank: number): SiteState {
  return siteStates[rank] ?? 'unknown';
}
