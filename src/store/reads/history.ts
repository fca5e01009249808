/** Looks at some pages in sequence, newest first, and the times without looks. */
import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '../../core/people/actor.ts';
import type { Database } from '../handle.ts';
import type { CheckRow } from '../schema/schema.ts';
import { inScope } from './scope.ts';

/** `pictures`: looks with a kept picture; `changes`: looks with a different result from the one before. */
export const historyFilters = ['all', 'pictures', 'changes'] as const;
export type HistoryFilter = (typeof historyFilters)[number];

export interface HistoryLook extends CheckRow {
  /** 1: a thumbnail is kept. */
  readonly isPictured: number;
}

/** At most `limit` looks from before then. */
export async function readHistory(
  db: Database,
  targetIds: readonly string[],
  page: { readonly before: number; readonly filter: HistoryFilter; readonly limit: number },
): Promise<HistoryLook[]> {
  const { before, filter, limit } = page;
  // Reads each page's newest looks by its own index and merges them: sorting every look would take seconds.
  const { rows } = await sql<HistoryLook>`
    select checks.*, coalesce(captures."thumbnailHash", "lookPictures".hash) is not null as "isPictured"
    from json_each(${JSON.stringify(targetIds)}) as one
      join checks on checks.id in (${looksOf(filter, before)} order by at desc limit ${limit})
      left join captures on captures.id = checks."captureId"
      left join "lookPictures" on "lookPictures"."checkId" = checks.id
    order by checks.at desc, checks.id desc limit ${limit}`.execute(db);
  return rows;
}

function looksOf(filter: HistoryFilter, before: number): RawBuilder<unknown> {
  if (filter === 'changes') return changesBefore(before);
  if (filter === 'pictures') return picturesBefore(before);
  return sql`select own.id from checks as own where own."targetId" = one.value and own.at < ${before}`;
}

function picturesBefore(before: number): RawBuilder<unknown> {
  return sql`select id from (
    select "checkId" as id, at from "lookPictures" where "targetId" = one.value and at < ${before}
    union all
    select kept.id, kept.at from checks as kept join captures on captures.id = kept."captureId"
    where kept."targetId" = one.value and kept.at < ${before} and kept."captureId" is not null
      and captures."thumbnailHash" is not null)`;
}

/**
 * Looks that are not clean have their own index. A change means that a finding began, became another one, or ended.
 */
function changesBefore(before: number): RawBuilder<unknown> {
  return sql`select id from (
    select bad.id, bad.at from checks as bad
    where bad."targetId" = one.value and bad.at < ${before} and bad.level != 'clean' and not exists (
      select 1 from checks as prior where prior.id = (
          select id from checks where "targetId" = one.value and at < bad.at order by at desc limit 1)
        and prior.level = bad.level and prior.kind is bad.kind)
    union all
    select next.id, next.at from checks as bad join checks as next on next.id = (
        select id from checks where "targetId" = one.value and at > bad.at order by at limit 1)
    where bad."targetId" = one.value and bad.at < ${before} and bad.level != 'clean' and next.level = 'clean'
      and next.at < ${before})`;
}

export interface Gap {
  readonly from: number;
  readonly to: number;
  /** `stopped`: no portal at all was looked at, so the monitor itself was down. */
  readonly cause: 'paused' | 'stopped' | 'unknown';
}

/** Maximum gaps reported for one page. */
const mostGaps = 50;

/** Periods longer than that in which none of the pages, all of one site, was looked at; newest first. */
export async function readGaps(
  db: Database,
  of: { readonly siteId: number; readonly targetIds: readonly string[] },
  span: { readonly from: number; readonly to: number; readonly longerThanMs: number },
): Promise<Gap[]> {
  const [first, ...others] = of.targetIds;
  if (first === undefined) return [];
  const { from, to, longerThanMs } = span;
  const { rows } = await sql<{ from: number; to: number }>`
    select * from (select at as "from", lead(at, 1, ${to}) over (order by at) as "to" from checks
      where "targetId" = ${first} and at >= ${from} and at < ${to})
    where "to" - "from" > ${longerThanMs} order by "to" desc limit ${mostGaps}`.execute(db);
  const pauses = rows.length === 0 ? [] : await readPauses(db, of.siteId, to);
  const gaps: Gap[] = [];
  for (const gap of rows) {
    if (others.length > 0 && (await isLookedAt(db, gap, others))) continue;
    const isPaused = pauses.some((pause) => pause.from < middle(gap) && pause.to > middle(gap));
    gaps.push({ ...gap, cause: isPaused ? 'paused' : (await isLookedAt(db, gap)) ? 'unknown' : 'stopped' });
  }
  return gaps;
}

type Times = { readonly from: number; readonly to: number };

const middle = ({ from, to }: Times) => (from + to) / 2;

/** Checks only the middle half, because other pages may have had their last or first look near the ends. */
async function isLookedAt(db: Database, gap: Times, targetIds?: readonly string[]): Promise<boolean> {
  const margin = (gap.to - gap.from) / 4;
  let query = db
    .selectFrom('checks')
    .select('id')
    .where('at', '>', gap.from + margin)
    .where('at', '<', gap.to - margin)
    .limit(1);
  if (targetIds) query = query.where('targetId', 'in', [...targetIds]);
  return (await query.executeTakeFirst()) !== undefined;
}

async function readPauses(db: Database, siteId: number, now: number): Promise<Times[]> {
  const acts = await db
    .selectFrom('audit')
    .select(['at', 'act'])
    .where('subject', '=', `site ${siteId}`)
    .where('act', 'in', ['site-paused', 'site-resumed'])
    .orderBy('seq')
    .execute();
  return acts.flatMap(({ at, act }, index) => {
    return act === 'site-paused' ? [{ from: at, to: acts[index + 1]?.at ?? now }] : [];
  });
}

/** Hash of the look's thumbnail; null when none is kept or the site is out of scope. */
export async function readThumbnailHash(db: Database, scope: Scope, checkId: number): Promise<string | null> {
  const row = await db
    .selectFrom('checks')
    .leftJoin('captures', 'captures.id', 'checks.captureId')
    .leftJoin('lookPictures', 'lookPictures.checkId', 'checks.id')
    .innerJoin('targets', 'targets.id', 'checks.targetId')
    .innerJoin('sites', 'sites.id', 'targets.siteId')
    .select((eb) => eb.fn.coalesce('captures.thumbnailHash', 'lookPictures.hash').as('hash'))
    .where('checks.id', '=', checkId)
    .where(inScope(scope))
    .executeTakeFirst();
  return row?.hash ?? null;
}
