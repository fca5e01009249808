/** Looks over time, for strips and lists. */
import { sql } from 'kysely';
import type { Level } from '../../core/domain/finding.ts';
import { hourMs, hourOf, slotLetters, slotLevels, slotMs } from '../../core/history/look-hour.ts';
import { mergeSketches, type Sketch } from '../../core/history/sketch.ts';
import { readable } from '../codecs/codec.ts';
import { lookTallies } from '../codecs/history-codec.ts';
import type { Database } from '../handle.ts';
import type { TargetRow } from '../schema/schema.ts';

/** The worst look of one target in one time slice. */
export interface LookSlice {
  readonly targetId: string;
  /** Index from the start of the span. */
  readonly slice: number;
  readonly level: Level;
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** A multiple of five minutes; from an hour on, a multiple of an hour. */
  readonly sliceMs: number;
}

const levels: readonly Level[] = ['alarm', 'suspect', 'unknown', 'clean'];

/** From the hourly sums, so that a year is as quick as a day. Hours without a look are left out. */
export async function readLookSlices(db: Database, targetIds: readonly string[], span: Span): Promise<LookSlice[]> {
  if (targetIds.length === 0) return [];
  return span.sliceMs < hourMs ? readSlots(db, targetIds, span) : readHours(db, targetIds, span);
}

async function readHours(db: Database, targetIds: readonly string[], { from, to, sliceMs }: Span) {
  const slice = sql<number>`cast((at - ${from}) / ${sliceMs} as integer)`;
  const cases = levels.map((level, rank) => sql`when instr(slots, ${slotLetters[level]}) > 0 then ${sql.lit(rank)}`);
  const rank = sql<number>`min(case ${sql.join(cases, sql` `)} end)`;
  const rows = await db
    .selectFrom('lookHours')
    .select(['targetId', slice.as('slice'), rank.as('rank')])
    .where('targetId', 'in', [...targetIds])
    .where('at', '>=', from)
    .where('at', '<', to)
    .where('looks', '>', 0)
    .groupBy(['targetId', slice])
    .execute();
  return rows.map(({ rank: worst, ...row }) => ({ ...row, level: levels[worst] ?? 'unknown' }));
}

async function readSlots(db: Database, targetIds: readonly string[], { from, to, sliceMs }: Span) {
  const rows = await db
    .selectFrom('lookHours')
    .select(['targetId', 'at', 'slots'])
    .where('targetId', 'in', [...targetIds])
    .where('at', '>=', hourOf(from))
    .where('at', '<', to)
    .orderBy('targetId')
    .orderBy('at')
    .execute();
  const worst = new Map<string, LookSlice>();
  for (const { targetId, at, slots } of rows) {
    for (const { index, level } of slotLevels(slots)) {
      const slice = Math.floor((at + index * slotMs - from) / sliceMs);
      const known = worst.get(`${targetId} ${slice}`);
      if (slice < 0 || (known && levels.indexOf(known.level) <= levels.indexOf(level))) continue;
      worst.set(`${targetId} ${slice}`, { targetId, slice, level });
    }
  }
  return [...worst.values()];
}

/**
 * Start of each target's history: the first look for a page added to its site later, the site's registration for the
 * others, so that a late first look shows.
 */
export async function readWatchedSince(
  db: Database,
  targetIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  // Reads each first hour by the table's own order.
  const { rows } = await sql<{ id: string; siteId: number; createdAt: number; first: string | null }>`
    select targets.id, targets."siteId", sites."createdAt",
      (select at || ' ' || slots from "lookHours" where "targetId" = targets.id and looks > 0 order by at limit 1) as first
    from sites join targets on targets."siteId" = sites.id
    where sites.id in (select "siteId" from targets
      where id in (select value from json_each(${JSON.stringify(targetIds)})))`.execute(db);
  const firstOfSite = new Map<number, number>();
  const firsts = rows.map(({ id, siteId, createdAt, first }) => ({ id, siteId, createdAt, at: firstSlotAt(first) }));
  for (const { siteId, at } of firsts) {
    if (at !== null) firstOfSite.set(siteId, Math.min(at, firstOfSite.get(siteId) ?? at));
  }
  return new Map(
    firsts.map(({ id, siteId, createdAt, at }) => {
      return [id, at !== null && at > (firstOfSite.get(siteId) ?? at) ? at : createdAt];
    }),
  );
}

function firstSlotAt(hour: string | null): number | null {
  const [at, slots = ''] = hour?.split(' ') ?? [];
  return at === undefined ? null : Number(at) + (slotLevels(slots)[0]?.index ?? 0) * slotMs;
}

export interface HourTotals {
  readonly looks: number;
  readonly missed: number;
  readonly worstLatenessMs: number;
  readonly response: Sketch;
}

/** Sums of one target's looks since the hour of `since`. */
export async function readHourTotals(db: Database, targetId: string, since: number): Promise<HourTotals> {
  const rows = await db
    .selectFrom('lookHours')
    .select(['at', 'looks', 'missed', 'worstLatenessMs', 'talliesJson'])
    .where('targetId', '=', targetId)
    .where('at', '>=', hourOf(since))
    .execute();
  const tallies = rows.map(({ at, talliesJson }) =>
    readable(() => lookTallies.decode(talliesJson, `${targetId} at ${at}`)),
  );
  return {
    looks: rows.reduce((sum, { looks }) => sum + looks, 0),
    missed: rows.reduce((sum, { missed }) => sum + missed, 0),
    worstLatenessMs: Math.max(0, ...rows.map((row) => row.worstLatenessMs)),
    response: mergeSketches(tallies.map((one) => one?.response ?? [])),
  };
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
