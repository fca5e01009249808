/**
 * The displayed state of a site: that of its worst target. Nothing is shown as normal unless it was seen recently,
 * judged clean, and compared with an approved baseline.
 */
import { type RawBuilder, sql } from 'kysely';

/** Worst to best; the position is the rank. */
export const siteStates = [
  'alarm',
  /** Something unusual was seen, and further looks are confirming it. */
  'confirming',
  'suspect',
  'unknown',
  /** The last look is older than two intervals, so its result no longer counts. */
  'unseen',
  'learning',
  /** Clean against an unapproved baseline. */
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

/** A look counts for this many intervals, and at least for as long as a slow look may take. */
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
    when targets.status = 'pending' then ${rankOf('confirming')}
    when targets."lastLevel" in ('suspect', 'alarm') then ${rankOf('suspect')}
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
