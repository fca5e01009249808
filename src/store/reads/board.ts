/** The board: every site with its state, filtered and sorted in SQL. */
import { type RawBuilder, sql } from 'kysely';
import type { Tag } from '../../core/domain/tag.ts';
import type { Scope } from '../../core/people/actor.ts';
import { restingAt } from '../../core/timetable.ts';
import type { Database } from '../handle.ts';
import { tagsOfSites } from '../registry/tags.ts';
import type { SiteRow } from '../schema/schema.ts';
import { isShownTarget } from '../targets/suspected-pages.ts';
import { isPartOf } from './part-of.ts';
import { inScope } from './scope.ts';
import { type Freshness, rankOf, type SiteState, siteStates, stateOf, targetRank } from './site-state.ts';

/** Columns that the board can be sorted by, with their sort keys; ties keep the order of their state. */
const orders = {
  state: sql`rank`,
  name: sql`folded(name)`,
  agency: sql`agency is null, folded(agency)`,
  last: sql`"newestLookAt"`,
  next: sql`"nextLookAt" is null, "nextLookAt"`,
} as const;

export type BoardColumn = keyof typeof orders;
export const boardColumns = Object.keys(orders) as readonly BoardColumn[];

export interface BoardOrder {
  readonly column: BoardColumn;
  readonly isDescending: boolean;
}

export const byState: BoardOrder = { column: 'state', isDescending: false };

export interface BoardFilter {
  readonly state: SiteState | null;
  readonly importance: SiteRow['importance'] | null;
  readonly agencyId: number | null;
  /** `Tag.key` */
  readonly tag?: string | null;
  /** Substring of a name, address or agency. */
  readonly text: string;
  /** By state when omitted. */
  readonly order?: BoardOrder;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

export interface BoardSite {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly agency: string | null;
  readonly agencyId: number | null;
  readonly importance: SiteRow['importance'];
  readonly tags: readonly Tag[];
  readonly isPaused: boolean;
  readonly pausedUntil: number | null;
  readonly pauseReason: string | null;
  readonly createdAt: number;
  readonly state: SiteState;
  readonly targetCount: number;
  /** The oldest latest look among its targets; null when one was never seen. */
  readonly oldestLookAt: number | null;
  readonly newestLookAt: number | null;
  /** When the next look at any of its pages is due; null: paused, or none is due. */
  readonly nextLookAt: number | null;
  /** Kind of the worst target's latest verdict. */
  readonly kind: string | null;
  readonly incidentNumber: number | null;
  /** Name of that incident's assignee. */
  readonly assigneeName: string | null;
}

export interface Board {
  readonly sites: readonly BoardSite[];
  /** Sites that match the filter. */
  readonly found: number;
  /** Sites in each state, ignoring the filter's state. */
  readonly counts: Readonly<Record<SiteState, number>>;
  /** All sites in scope. */
  readonly total: number;
}

interface Row {
  id: number;
  name: string;
  url: string;
  agency: string | null;
  importance: SiteRow['importance'];
  status: SiteRow['status'];
  agencyId: number | null;
  createdAt: number;
  pausedUntil: number | null;
  pauseReason: string | null;
  rank: number;
  targetCount: number;
  seenCount: number;
  oldestLookAt: number | null;
  newestLookAt: number | null;
  nextLookAt: number | null;
  kind: string | null;
  incidentNumber: number | null;
  assigneeName: string | null;
}

interface Place {
  id: number;
  rank: number;
  /** 1: matches the filter, ignoring its state. */
  matches: number;
}

export async function readBoard(db: Database, scope: Scope, freshness: Freshness, filter: BoardFilter): Promise<Board> {
  // Ranking reads every target, so it runs once: counts and page come from one list of numbers.
  const conditions = sql.join([sql`1 = 1`, ...conditionsOf(filter)], sql` and `);
  const { column, isDescending } = filter.order ?? byState;
  const direction = isDescending ? sql`desc` : sql`asc`;
  const { rows: places } = await sql<Place>`
    with ranked as (${rankedSites(scope, freshness)})
    select id, rank, case when ${conditions} then 1 else 0 end as matches from ranked
    order by ${orders[column]} ${direction}, rank, case importance when 'high' then 0 when 'normal' then 1 else 2 end, name, id`.execute(
    db,
  );
  const matching = places.filter(({ matches }) => matches === 1);
  const counts = Object.fromEntries(siteStates.map((name) => [name, 0])) as Record<SiteState, number>;
  for (const { rank } of matching) counts[stateOf(rank)] += 1;
  const found = matching.filter(({ rank }) => filter.state === null || rank === rankOf(filter.state));
  const from = (filter.page - 1) * filter.pageSize;
  const ids = found.slice(from, from + filter.pageSize).map(({ id }) => id);
  return { sites: await readSites(db, scope, freshness, ids), found: found.length, counts, total: places.length };
}

/** For programs: in the order of their numbers, so that sites which change their state meanwhile are not skipped. */
export async function readSitesAfter(
  db: Database,
  scope: Scope,
  freshness: Freshness,
  page: Pick<BoardFilter, 'state' | 'importance' | 'agencyId' | 'tag' | 'text'> & {
    readonly after: number;
    readonly limit: number;
  },
): Promise<BoardSite[]> {
  const conditions = [sql`id > ${page.after}`, ...conditionsOf(page)];
  // Ranking reads every target of a site: only where the state is asked for.
  const { rows } = await (page.state === null
    ? sql<{ id: number }>`
        with listed as (select sites.id, sites.name, sites.url, sites."agencyId", sites.importance, agencies.name as agency
          from sites left join agencies on agencies.id = sites."agencyId" where ${inScope(scope)})
        select id from listed where ${sql.join(conditions, sql` and `)} order by id limit ${page.limit}`
    : sql<{ id: number }>`
        with ranked as (${rankedSites(scope, freshness)})
        select id from ranked where ${sql.join([...conditions, sql`rank = ${rankOf(page.state)}`], sql` and `)}
        order by id limit ${page.limit}`
  ).execute(db);
  return readSites(
    db,
    scope,
    freshness,
    rows.map(({ id }) => id),
  );
}

/** In the order of `ids`. */
async function readSites(
  db: Database,
  scope: Scope,
  freshness: Freshness,
  ids: readonly number[],
): Promise<BoardSite[]> {
  if (ids.length === 0) return [];
  const { rows } = await rankedSites(scope, freshness, ids).execute(db);
  const tags = await tagsOfSites(db, ids);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [{ ...boardSite(row), tags: tags.get(id) ?? [] }] : [];
  });
}

/** Sorted after the rank, so the minimum is the worst target's; a target without a kind comes after those with one. */
const kindOrLast = sql`coalesce(case when targets."lastLevel" = 'clean' then null else targets."lastKind" end, '~')`;

/** An open incident keeps its site on alarm even while the site is paused or its targets look clean again. */
export function rankedSites(scope: Scope, freshness: Freshness, ids?: readonly number[]): RawBuilder<Row> {
  const wanted = ids ? sql`sites.id in (${sql.join(ids)})` : sql`1 = 1`;
  return sql<Row>`
    select sites.id, sites.name, sites.url, sites."agencyId", agencies.name as agency, sites.importance, sites.status,
      sites."createdAt", sites."pausedUntil", sites."pauseReason",
      case when incidents.number is not null then ${rankOf('alarm')}
        when sites.status = 'paused' then ${rankOf('paused')}
        else coalesce(min(${targetRank(freshness)}), ${rankOf('learning')}) end as rank,
      count(targets.id) as "targetCount", count(targets."lastCheckAt") as "seenCount",
      min(targets."lastCheckAt") as "oldestLookAt", max(targets."lastCheckAt") as "newestLookAt",
      case when sites.status = 'paused' then null
        else nullif(min(targets."nextCheckAt"), ${restingAt}) end as "nextLookAt",
      nullif(substr(min(format('%d%s', ${targetRank(freshness)}, ${kindOrLast})), 2), '~') as kind,
      incidents.number as "incidentNumber", users.name as "assigneeName"
    from sites
      left join agencies on agencies.id = sites."agencyId"
      left join targets on targets."siteId" = sites.id and ${isShownTarget()}
      left join baselines on baselines."targetId" = targets.id and baselines.profile = 'browser'
        and baselines.version = targets."baselineVersion"
      left join incidents on incidents."siteId" = sites.id and incidents.status in ('open', 'acknowledged')
      left join users on users.id = incidents."assigneeId"
    where ${inScope(scope)} and ${wanted}
    group by sites.id`;
}

function conditionsOf(filter: Pick<BoardFilter, 'importance' | 'agencyId' | 'tag' | 'text'>): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.importance !== null) conditions.push(sql`importance = ${filter.importance}`);
  if (filter.agencyId !== null) conditions.push(sql`"agencyId" = ${filter.agencyId}`);
  if (filter.tag) {
    conditions.push(sql`id in (select "siteId" from "siteTags" where key = ${filter.tag})`);
  }
  if (filter.text !== '') conditions.push(isPartOf(filter.text, [sql`name`, sql`url`, sql`agency`]));
  return conditions;
}

function boardSite(row: Row): Omit<BoardSite, 'tags'> {
  const { rank, seenCount, status, oldestLookAt, ...rest } = row;
  return {
    ...rest,
    state: stateOf(rank),
    isPaused: status === 'paused',
    oldestLookAt: seenCount < row.targetCount ? null : oldestLookAt,
  };
}
