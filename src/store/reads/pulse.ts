/** The state of the board in numbers only: cheap enough to poll every two seconds. */
import { sql } from 'kysely';
import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import { rankedSites } from './board.ts';
import { inScope } from './scope.ts';
import { type Freshness, type SiteState, siteStates, stateOf } from './site-state.ts';

export interface Pulse {
  /** Sites in each state. */
  readonly counts: Readonly<Record<SiteState, number>>;
  readonly incidents: number;
  readonly suspects: number;
  /** Version of the board's content: changes as soon as the board would look different, ages apart. */
  readonly etag: string;
}

interface RankRow {
  rank: number;
  sites: number;
  /** Two sites swapping states leave the counts unchanged. */
  who: number;
  seen: number;
}

export async function readPulse(db: Database, scope: Scope, freshness: Freshness): Promise<Pulse> {
  const ranks = await sql<RankRow>`
    with ranked as (${rankedSites(scope, freshness)})
    select rank, count(*) as sites, sum(id) as who, sum("seenCount") as seen
    from ranked group by rank order by rank`.execute(db);
  const incidents = await db
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      eb.fn.max('incidents.changedAt').as('latest'),
      // Assignment does not update `changedAt`.
      sql<number>`sum(incidents.number * coalesce(incidents."assigneeId", 0))`.as('whose'),
    ])
    .where('incidents.status', 'in', [sql.lit('open' as const), sql.lit('acknowledged' as const)])
    .where(inScope(scope))
    .executeTakeFirstOrThrow();
  const suspects = await db
    .selectFrom('suspects')
    .innerJoin('sites', 'sites.id', 'suspects.siteId')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('suspects.id').as('latest')])
    .where('suspects.status', '=', sql.lit('open'))
    .where(inScope(scope))
    .executeTakeFirstOrThrow();
  const counts = Object.fromEntries(siteStates.map((state) => [state, 0])) as Record<SiteState, number>;
  for (const row of ranks.rows) counts[stateOf(row.rank)] = row.sites;
  const etag = JSON.stringify([ranks.rows, incidents, suspects]);
  return { counts, incidents: incidents.count, suspects: suspects.count, etag };
}
