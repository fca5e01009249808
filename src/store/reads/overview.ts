/** Figures of a period, from the hourly sums and the incidents. */
import { sql } from 'kysely';
import type { Cell, CellLooks } from '../../core/history/coverage.ts';
import { hourMs, hourOf, type LookResultCount } from '../../core/history/look-hour.ts';
import type { IncidentFact } from '../../core/incidents/figures.ts';
import type { Scope } from '../../core/people/actor.ts';
import { readable } from '../codecs/codec.ts';
import { lookTallies } from '../codecs/history-codec.ts';
import { incidentKinds } from '../codecs/incident-codecs.ts';
import type { Database } from '../handle.ts';
import { inScope } from './scope.ts';

/** Narrower than a scope. */
export interface Among {
  readonly agencyId?: number | null;
  readonly siteId?: number;
}

const among = ({ agencyId = null, siteId }: Among) =>
  sql<boolean>`(${agencyId} is null or sites."agencyId" = ${agencyId})
    and (${siteId ?? null} is null or sites.id = ${siteId ?? null})`;

export interface OverviewSite {
  readonly id: number;
  readonly name: string;
  readonly url: string;
}

/** By name. */
export async function readOverviewSites(
  db: Database,
  scope: Scope,
  of: Among & { readonly offset: number; readonly limit: number },
): Promise<{ readonly sites: readonly OverviewSite[]; readonly found: number }> {
  const base = db.selectFrom('sites').where(inScope(scope)).where(among(of));
  const { found } = await base.select((eb) => eb.fn.countAll<number>().as('found')).executeTakeFirstOrThrow();
  const sites = await base
    .select(['id', 'name', 'url'])
    .orderBy('name')
    .orderBy('id')
    .limit(of.limit)
    .offset(of.offset)
    .execute();
  return { sites, found };
}

/** One target by cell; each cell is a contiguous range of the table. */
export async function readCellLooks(db: Database, targetId: string, cells: readonly Cell[]): Promise<CellLooks[]> {
  const bounds = JSON.stringify(cells.map(({ from, to }) => [from, to]));
  const { rows } = await sql<CellLooks>`
    select cells.key as cell, sum(cast(looks as real) / (looks + missed)) as shares
    from json_each(${bounds}) as cells cross join "lookHours"
    where "targetId" = ${targetId} and at >= cells.value ->> 0 and at < cells.value ->> 1 and looks > 0
    group by cells.key`.execute(db);
  return rows;
}

export interface Results {
  readonly looks: number;
  /** Tallies of the hours in which a look was not clean. */
  readonly results: readonly LookResultCount[];
}

/** Decodes only hours with a look that was not clean: few, whatever the period. */
export async function readResults(db: Database, targetIds: readonly string[], { from, to }: Cell): Promise<Results> {
  if (targetIds.length === 0) return { looks: 0, results: [] };
  const base = db
    .selectFrom('lookHours')
    .where('targetId', 'in', [...targetIds])
    .where('at', '>=', from)
    .where('at', '<', to);
  const { looks } = await base.select((eb) => eb.fn.sum<number | null>('looks').as('looks')).executeTakeFirstOrThrow();
  const unclean = await base
    .select(['targetId', 'at', 'talliesJson'])
    .where(sql<boolean>`slots glob '*[aus]*'`)
    .execute();
  const results = unclean.flatMap(
    ({ targetId, at, talliesJson }) =>
      readable(() => lookTallies.decode(talliesJson, `${targetId} at ${at}`))?.results ?? [],
  );
  return { looks: Number(looks ?? 0), results };
}

/** Incidents opened in that time. */
export async function readIncidentFacts(
  db: Database,
  scope: Scope,
  { from, to }: Cell,
  of: Among = {},
): Promise<IncidentFact[]> {
  const rows = await db
    .selectFrom('incidents')
    .innerJoin('sites', 'sites.id', 'incidents.siteId')
    .leftJoin('agencies', 'agencies.id', 'sites.agencyId')
    .select([
      'incidents.number',
      'incidents.status',
      'incidents.kindsJson',
      'incidents.openedAt',
      'incidents.endedAt',
      'agencies.name as agency',
      (eb) =>
        eb
          .selectFrom('incidentEvents')
          .select((of) => of.fn.min('incidentEvents.at').as('at'))
          .whereRef('incidentEvents.incidentNumber', '=', 'incidents.number')
          .where('incidentEvents.type', '=', 'acknowledged')
          .as('acknowledgedAt'),
    ])
    .where('incidents.openedAt', '>=', from)
    .where('incidents.openedAt', '<', to)
    .where(inScope(scope))
    .where(among(of))
    .orderBy('incidents.openedAt')
    .execute();
  return rows.map(({ kindsJson, ...row }) => ({
    ...row,
    kinds: readable(() => incidentKinds.decode(kindsJson, row.number)) ?? [],
  }));
}

/**
 * Indexes of the cells without any look, and the time of the first look; null when there are none. The first target
 * settles most cells, and few are left.
 */
export async function readUnseenCells(db: Database, scope: Scope, cells: readonly Cell[], of: Among = {}) {
  const watched = sql`sites join targets on targets."siteId" = sites.id and targets.role = 'registered'
    where ${inScope(scope)} and ${among(of)}`;
  const { rows: first } = await sql<{ at: number | null }>`
    select min((select at from "lookHours" where "targetId" = targets.id and looks > 0 order by at limit 1)) as at
    from ${watched}`.execute(db);
  const since = first[0]?.at ?? null;
  const asked = cells.flatMap(({ from, to }, index) => (since === null || to <= since ? [] : [[index, from, to]]));
  const { rows } = await sql<{ cell: number }>`
    select cells.value ->> 0 as cell from json_each(${JSON.stringify(asked)}) as cells
    where not exists (select 1 from ${watched} and exists (select 1 from "lookHours"
      where "targetId" = targets.id and at >= cells.value ->> 1 and at < cells.value ->> 2 and looks > 0))`.execute(db);
  return { since, unseen: new Set(rows.map(({ cell }) => cell)) };
}

/** Response times of a page by cell; empty for cells in which it was not received by HTTP. */
export async function readResponses(db: Database, targetId: string, cells: readonly Cell[]) {
  const [first, last] = [cells[0], cells.at(-1)];
  if (!first || !last) return [];
  const rows = await db
    .selectFrom('lookHours')
    .select(['at', 'talliesJson'])
    .where('targetId', '=', targetId)
    .where('at', '>=', hourOf(first.from))
    .where('at', '<', last.to)
    .where('looks', '>', 0)
    .orderBy('at')
    .execute();
  const sketches = rows.map(({ at, talliesJson }) => ({
    middle: at + hourMs / 2,
    sketch: readable(() => lookTallies.decode(talliesJson, `${targetId} at ${at}`))?.response ?? [],
  }));
  return cells.map(({ from, to }) => {
    return sketches.filter(({ middle }) => middle >= from && middle < to).map(({ sketch }) => sketch);
  });
}
