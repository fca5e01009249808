/** Agencies as lists and pages show them. */
import { sql } from 'kysely';
import { availabilityOf, availableShare } from '../../core/history/availability.ts';
import type { LookResultCount } from '../../core/history/look-hour.ts';
import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import { rankedSites } from '../reads/board.ts';
import { isPartOf } from '../reads/part-of.ts';
import { type Freshness, type SiteState, stateOf } from '../reads/site-state.ts';
import type { Agency } from './agencies.ts';

export interface ListedAgency {
  readonly id: number;
  readonly name: string;
  readonly portals: number;
  /** State of its worst portal; null without one. */
  readonly state: SiteState | null;
  readonly openIncidents: number;
  readonly contacts: number;
}

interface AgencyFilter {
  /** Part of the name; empty: any. */
  readonly text: string;
  readonly offset: number;
  readonly limit: number;
}

/** Worst first; agencies without a portal come last. */
export async function readAgencies(
  db: Database,
  scope: Scope,
  freshness: Freshness,
  { text, offset, limit }: AgencyFilter,
): Promise<{ readonly agencies: readonly ListedAgency[]; readonly found: number }> {
  const own = scope.agencyId === null ? sql`1 = 1` : sql`agencies.id = ${scope.agencyId}`;
  const matching = text === '' ? sql`1 = 1` : isPartOf(text, [sql`agencies.name`]);
  const { rows } = await sql<Omit<ListedAgency, 'state'> & { rank: number | null }>`
    with ranked as (${rankedSites(scope, freshness)})
    select agencies.id, agencies.name, count(ranked.id) as portals, min(ranked.rank) as rank,
      count(ranked."incidentNumber") as "openIncidents",
      (select count(*) from contacts where contacts."agencyId" = agencies.id) as contacts
    from agencies left join ranked on ranked."agencyId" = agencies.id
    where ${own} and ${matching}
    group by agencies.id
    order by rank is null, rank, agencies.name`.execute(db);
  const agencies = rows
    .slice(offset, offset + limit)
    .map(({ rank, ...row }) => ({ ...row, state: rank === null ? null : stateOf(rank) }));
  return { agencies, found: rows.length };
}

/** Null when there is no such agency or it is out of scope. */
export async function readAgency(db: Database, scope: Scope, id: number): Promise<Agency | null> {
  if (scope.agencyId !== null && scope.agencyId !== id) return null;
  return (await db.selectFrom('agencies').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

export interface PortalAvailability {
  /** 0 to 1; null without a conclusive look. */
  readonly share: number | null;
  readonly looks: number;
  /** Days without a look since it was registered. */
  readonly missingDays: number;
}

const dayMs = 86_400_000;

/** Availability of each portal of an agency since then, by portal number. Decodes only hours with a look that was not clean. */
export async function readAvailability(
  db: Database,
  agencyId: number,
  since: number,
  now: number,
): Promise<ReadonlyMap<number, PortalAvailability>> {
  const hours = sql`sites join targets on targets."siteId" = sites.id and targets.role = 'registered'
    join "lookHours" on "lookHours"."targetId" = targets.id and "lookHours".at >= ${since} and "lookHours".looks > 0
    where sites."agencyId" = ${agencyId} and sites.status != 'removed'`;
  const { rows: sums } = await sql<{ siteId: number; looks: number; days: number }>`
    select sites.id as "siteId", sum("lookHours".looks) as looks, count(distinct cast("lookHours".at / ${dayMs} as integer)) as days
    from ${hours} group by sites.id`.execute(db);
  const { rows: unknown } = await sql<LookResultCount & { siteId: number }>`
    select doubtful.id as "siteId", 'unknown' as level, result.value ->> 'kind' as kind, sum(result.value ->> 'looks') as looks
    from (select sites.id,
        case when json_valid("lookHours"."talliesJson") then "lookHours"."talliesJson" else '{}' end as tallies
        from ${hours} and instr("lookHours".slots, 'u') > 0) as doubtful,
      json_each(doubtful.tallies, '$.results') as result
    where result.value ->> 'level' = 'unknown' group by doubtful.id, kind`.execute(db);
  const sites = await db
    .selectFrom('sites')
    .select(['id', 'createdAt'])
    .where('agencyId', '=', agencyId)
    .where('status', '!=', 'removed')
    .execute();
  const dayOf = (at: number): number => Math.floor(at / dayMs);
  return new Map(
    sites.map(({ id, createdAt }) => {
      const sum = sums.find(({ siteId }) => siteId === id);
      const results = unknown.filter(({ siteId }) => siteId === id);
      const share = availableShare(availabilityOf(sum?.looks ?? 0, results));
      const daysDue = dayOf(now) - dayOf(Math.max(since, createdAt)) + 1;
      return [id, { share, looks: sum?.looks ?? 0, missingDays: Math.max(0, daysDue - (sum?.days ?? 0)) }];
    }),
  );
}
