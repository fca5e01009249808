/** Looks over time, for strips and lists. */
import { sql } from 'kysely';
import type { Level } from '../../core/domain/finding.ts';
import type { Database } from '../handle.ts';
import type { TargetRow } from '../schema/schema.ts';

/** The worst look of one target in one time slice. */
export interface LookSlice {
  readonly targetId: string;
  /** Index from the start of the span. */
  readonly slice: number;
  readonly level: Level;
  readonly looks: number;
}

const levels: readonly Level[] = ['alarm', 'suspect', 'unknown', 'clean'];

export async function readLookSlices(
  db: Database,
  targetIds: readonly string[],
  span: { readonly from: number; readonly to: number; readonly sliceMs: number },
): Promise<LookSlice[]> {
  if (targetIds.length === 0) return [];
  const slice = sql<number>`cast((at - ${span.from}) / ${span.sliceMs} as integer)`;
  const rank = sql<number>`min(case level when 'alarm' then 0 when 'suspect' then 1 when 'unknown' then 2 else 3 end)`;
  const rows = await db
    .selectFrom('checks')
    .select(['targetId', slice.as('slice'), rank.as('rank'), (eb) => eb.fn.countAll<number>().as('looks')])
    .where('targetId', 'in', [...targetIds])
    .where('at', '>=', span.from)
    .where('at', '<', span.to)
    .groupBy(['targetId', slice])
    .execute();
  return rows.map(({ rank: worst, ...row }) => ({ ...row, level: levels[worst] ?? 'unknown' }));
}

/**
 * Since when each target has been looked at: for a page that joined its site later, since its own first look. For the
 * others since the site's registration, so that a late first look shows.
 */
export async function readWatchedSince(
  db: Database,
  targetIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  // Reads each first look by its own index.
  const { rows } = await sql<{ id: string; siteId: number; createdAt: number; first: number | null }>`
    select targets.id, targets."siteId", sites."createdAt",
      (select at from checks where "targetId" = targets.id order by at limit 1) as first
    from sites join targets on targets."siteId" = sites.id
    where sites.id in (select "siteId" from targets
      where id in (select value from json_each(${JSON.stringify(targetIds)})))`.execute(db);
  const firstOfSite = new Map<number, number>();
  for (const { siteId, first } of rows) {
    if (first !== null) firstOfSite.set(siteId, Math.min(first, firstOfSite.get(siteId) ?? first));
  }
  return new Map(
    rows.map(({ id, siteId, createdAt, first }) => {
      return [id, first !== null && first > (firstOfSite.get(siteId) ?? first) ? first : createdAt];
    }),
  );
}

/** Maximum targets of one incident with drawn looks. */
const maxDrawn = 20;

/** The incident's targets in scope, in the order in which they were defaced. */
export async function targetsOfIncident(db: Database, incidentNumber: number): Promise<TargetRow[]> {
  return db
    .selectFrom('targets')
    .innerJoin('incidentTargets', 'incidentTargets.targetId', 'targets.id')
    .selectAll('targets')
    .where('incidentTargets.incidentNumber', '=', incidentNumber)
    .orderBy('incidentTargets.firedAt')
    .orderBy('targets.id')
    .limit(maxDrawn)
    .execute();
}

/** What a strip needs about each target. */
export async function targetsOfSites(db: Database, siteIds: readonly number[]) {
  if (siteIds.length === 0) return [];
  return db
    .selectFrom('targets')
    .select(['id', 'siteId', 'everyMs'])
    .where('siteId', 'in', [...siteIds])
    .where('role', '=', 'registered')
    .execute();
}
