/** Discovered pages of a site, bounded in number whatever its sitemap and links contain. */

import { sql } from 'kysely';
import type { Database, Trx } from '../handle.ts';
import type { FoundPageRow, FoundPageTable } from '../schema/schema.ts';
import { write } from '../write.ts';

export interface Sighting {
  readonly url: string;
  readonly shape: string;
  readonly modifiedAt: number | null;
}

/** An address seen again within this time is not rewritten. */
const fresherMs = 86_400_000;
/** Limit for one kind of address (a calendar, a search). */
const mostOfShape = 100;
const batch = 200;

/**
 * Records page addresses; new ones go first at the next look.
 *
 * @param limits `most` rows per site; beyond it the least recently mentioned are removed
 */
export async function noteFoundPages(
  db: Database,
  siteId: number,
  sightings: readonly Sighting[],
  source: FoundPageTable['source'],
  limits: { readonly most: number; readonly now: number },
): Promise<void> {
  const { most, now } = limits;
  const kinds = await shapesOf(db, siteId);
  const known = new Map((await urlsOf(db, siteId)).map((row) => [row.url, row.lastSeenAt]));
  const fresh: Sighting[] = [];
  const again: string[] = [];
  for (const one of sightings) {
    const seenAt = known.get(one.url);
    if (seenAt !== undefined) {
      if (now - seenAt > fresherMs) again.push(one.url);
      continue;
    }
    const count = kinds.get(one.shape) ?? 0;
    if (count >= mostOfShape || fresh.length >= most) continue;
    kinds.set(one.shape, count + 1);
    known.set(one.url, now);
    fresh.push(one);
  }
  if (fresh.length + again.length === 0) return;
  await write(db, async (trx) => {
    for (let from = 0; from < again.length; from += batch) {
      await trx
        .updateTable('foundPages')
        .set({ lastSeenAt: now })
        .where('siteId', '=', siteId)
        .where('url', 'in', again.slice(from, from + batch))
        .execute();
    }
    for (let from = 0; from < fresh.length; from += batch) {
      await trx
        .insertInto('foundPages')
        .values(fresh.slice(from, from + batch).map((one) => rowOf(siteId, one, source, now)))
        .onConflict((c) => c.doNothing())
        .execute();
    }
    if (fresh.length > 0) await dropBeyond(trx, siteId, most);
  });
}

function rowOf(siteId: number, sighting: Sighting, source: FoundPageTable['source'], now: number): FoundPageTable {
  return {
    ...sighting,
    siteId,
    source,
    firstSeenAt: now,
    lastSeenAt: now,
    lastLookedAt: null,
    mark: null,
    level: null,
  };
}

function urlsOf(db: Database, siteId: number) {
  return db.selectFrom('foundPages').select(['url', 'lastSeenAt']).where('siteId', '=', siteId).execute();
}

async function shapesOf(db: Database, siteId: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('foundPages')
    .select(['shape', (eb) => eb.fn.countAll<number>().as('count')])
    .where('siteId', '=', siteId)
    .groupBy('shape')
    .execute();
  return new Map(rows.map((row) => [row.shape, Number(row.count)]));
}

async function dropBeyond(trx: Trx, siteId: number, most: number): Promise<void> {
  const { count } = await trx
    .selectFrom('foundPages')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('siteId', '=', siteId)
    .executeTakeFirstOrThrow();
  const over = Number(count) - most;
  if (over <= 0) return;
  const oldest = await trx
    .selectFrom('foundPages')
    .select('url')
    .where('siteId', '=', siteId)
    .where((eb) => eb.or([eb('level', 'is', null), eb('level', 'not in', ['suspect', 'alarm'])]))
    .orderBy('lastSeenAt')
    .orderBy(sql`"lastLookedAt" is null`)
    .orderBy('lastLookedAt')
    .limit(over)
    .execute();
  for (let from = 0; from < oldest.length; from += batch) {
    const urls = oldest.slice(from, from + batch).map((row) => row.url);
    await trx.deleteFrom('foundPages').where('siteId', '=', siteId).where('url', 'in', urls).execute();
  }
}

/** The page to look at next: the newest one never looked at, or else the one looked at longest ago. */
export async function nextFoundPages(
  db: Database,
  siteId: number,
  which: 'newest' | 'longest-ago',
  limit: number,
): Promise<FoundPageRow[]> {
  const pages = db.selectFrom('foundPages').selectAll().where('siteId', '=', siteId).limit(limit);
  const newest = pages
    .where('lastLookedAt', 'is', null)
    .orderBy('firstSeenAt', 'desc')
    .orderBy(sql`coalesce("modifiedAt", 0)`, 'desc')
    .orderBy('url');
  const longestAgo = pages.where('lastLookedAt', 'is not', null).orderBy('lastLookedAt').orderBy('url');
  const [first, second] = which === 'newest' ? [newest, longestAgo] : [longestAgo, newest];
  const rows = await first.execute();
  return rows.length > 0 ? rows : second.execute();
}

export async function saveFoundLook(
  db: Database,
  page: Pick<FoundPageRow, 'siteId' | 'url'>,
  look: Pick<FoundPageTable, 'lastLookedAt' | 'mark' | 'level'>,
): Promise<void> {
  await db.updateTable('foundPages').set(look).where('siteId', '=', page.siteId).where('url', '=', page.url).execute();
}

export async function dropFoundPage(db: Database, page: Pick<FoundPageRow, 'siteId' | 'url'>): Promise<void> {
  await db.deleteFrom('foundPages').where('siteId', '=', page.siteId).where('url', '=', page.url).execute();
}

export interface FoundPagesTally {
  readonly known: number;
  readonly lookedAt: number;
  /** Judged suspect or worse at the latest look. */
  readonly bad: number;
  readonly lastLookedAt: number | null;
}

/** How many pages are known besides the registered ones, and how many of them were looked at. */
export async function tallyFoundPages(db: Database, siteId: number): Promise<FoundPagesTally> {
  const row = await db
    .selectFrom('foundPages')
    .select((eb) => [
      eb.fn.countAll<number>().as('known'),
      eb.fn.count<number>('lastLookedAt').as('lookedAt'),
      eb.fn.max('lastLookedAt').as('lastLookedAt'),
      sql<number>`coalesce(sum(case when level in ('suspect', 'alarm') then 1 else 0 end), 0)`.as('bad'),
    ])
    .where('siteId', '=', siteId)
    .executeTakeFirstOrThrow();
  return {
    known: Number(row.known),
    lookedAt: Number(row.lookedAt),
    bad: Number(row.bad),
    lastLookedAt: row.lastLookedAt,
  };
}
